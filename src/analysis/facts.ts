import { SIDE, type SideView } from "../engine/index.js";

/** The bytes below that of copies. */
const OWN_TTLS = (1 << SIDE.COPY_TTL_SHIFT) - 1;

/** The distinct TTLs of a side, in order of appearance, at most four of them; nearly always it is one. */
export function ttlsText(side: SideView): string {
  const ttls: number[] = [];
  const own = side.facts & SIDE.COPY_TTL ? side.ttls & OWN_TTLS : side.ttls;
  for (let rest = own; rest !== 0; rest >>>= 8) ttls.push(rest & 0xff);
  const text = ttls.length === 1 ? String(ttls[0]) : ttls.join(", ");
  return side.facts & SIDE.MANY_TTLS ? `${text} and others` : text;
}

/** Repetitions of the segment that was sent last, which no answer of the other side followed. */
export function tailRetriesOf(side: SideView): number {
  return side.facts & SIDE.REPEATING ? side.tailRetries : 0;
}
