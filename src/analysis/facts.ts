import { CONNECTION, type ConnectionView, SIDE, type SideView } from "../engine/index.js";

/** The distinct TTLs of a side, in order of appearance. */
export function ttlsOf(side: SideView): number[] {
  const ttls: number[] = [];
  for (let rest = side.ttls; rest !== 0; rest >>>= 8) ttls.push(rest & 0xff);
  return ttls;
}

/** The same as text; nearly always it is one. */
export function ttlsText(side: SideView): string {
  return side.ttls >>> 8 === 0 ? String(side.ttls) : ttlsOf(side).join(", ");
}

/** Repetitions since the last new data. */
export function tailRetriesOf(side: SideView): number {
  return side.facts & SIDE.REPEATING ? side.tailRetries : 0;
}

/** The side that opened, as far as SYN or SYN-ACK tell; -1 where neither was seen. */
export function openerSide(connection: ConnectionView): number {
  const flags = connection.flags;
  if (flags & CONNECTION.SYN_SEEN) return flags & CONNECTION.SYN_FROM_1 ? 1 : 0;
  if (flags & CONNECTION.SYN_ACK_SEEN) return flags & CONNECTION.SYN_ACK_FROM_1 ? 0 : 1;
  return -1;
}
