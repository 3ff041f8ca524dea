import { SIDE, type SideView } from "../engine/index.js";

/** The distinct TTLs of a side, in order of appearance, at most four of them; nearly always it is one. */
export function ttlsText(side: SideView): string {
  const ttls: number[] = [];
  for (let rest = side.ttls; rest !== 0; rest >>>= 8) ttls.push(rest & 0xff);
  const text = ttls.length === 1 ? String(ttls[0]) : ttls.join(", ");
  return side.facts & SIDE.MANY_TTLS ? `${text} and others` : text;
}

/** Repetitions of the segment that was sent last, which nothing of the other side followed. */
export function tailRetriesOf(side: SideView): number {
  return side.facts & SIDE.REPEATING ? side.tailRetries : 0;
}
