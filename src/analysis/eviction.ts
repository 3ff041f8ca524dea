import { CONNECTION, ConnectionView, type Engine } from "../engine/index.js";

/** Share of the connections that goes at once, so that the search for them is paid once for many new ones. */
const SHARE = 0.25;
/** Ended connections go before live ones that are up to a minute more idle. */
const ENDED_BONUS = 60e9;

/** The numbers of the connections that have been idle longest. */
export function longestIdle(engine: Engine): number[] {
  const connection = engine.lookAt(new ConnectionView());
  const ids = engine.connections();
  const ages = new Float64Array(ids.length);
  ids.forEach((id, index) => {
    connection.move(id);
    ages[index] = connection.lastTime - (connection.flags & CONNECTION.ENDED ? ENDED_BONUS : 0);
  });
  const wanted = Math.max(1, Math.floor(ids.length * SHARE));
  const threshold = ages.slice().sort()[wanted - 1] as number;
  const leaving: number[] = [];
  for (let index = 0; leaving.length < wanted; index++) {
    if ((ages[index] as number) <= threshold) leaving.push(ids[index] as number);
  }
  return leaving;
}
