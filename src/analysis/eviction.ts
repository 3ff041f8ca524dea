import type { ConnectionView } from "./connection-view.js";
import { CONNECTION } from "./layout.js";
import type { ConnectionTable } from "./table.js";

/** Share of the connections that goes at once, so that the search for them is paid once for many new ones. */
const SHARE = 0.25;
/** Ended connections go before live ones that are up to a minute more idle. */
const ENDED_BONUS = 60e9;
const ENDED = CONNECTION.ENDED_CLOSED | CONNECTION.ENDED_RESET | CONNECTION.ENDED_REFUSED;

/**
 * The connections that have been idle longest, as a 1 at their number.
 * @param connection a view on the table's records; it is moved
 */
export function longestIdle(table: ConnectionTable, connection: ConnectionView): Uint8Array {
  const ages = new Float64Array(table.limit).fill(Number.POSITIVE_INFINITY);
  const used: number[] = [];
  for (const id of table.ids()) {
    connection.move(id);
    ages[id] = connection.lastTime - (connection.flags & ENDED ? ENDED_BONUS : 0);
    used.push(ages[id] as number);
  }
  const sorted = Float64Array.from(used).sort();
  const wanted = Math.max(1, Math.floor(sorted.length * SHARE));
  const threshold = sorted[wanted - 1] as number;
  const leaving = new Uint8Array(table.limit);
  let chosen = 0;
  for (let id = 0; id < leaving.length && chosen < wanted; id++) {
    if ((ages[id] as number) <= threshold) {
      leaving[id] = 1;
      chosen++;
    }
  }
  return leaving;
}
