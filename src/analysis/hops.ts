/** What packets start with: Linux and BSD, Windows, and most routers. */
const INITIAL_TTLS = [64, 128, 255];

/** Routers that a packet has passed before its capture, by the smallest initial TTL that it can have begun with. */
export function hopsOf(ttl: number): number {
  for (const initial of INITIAL_TTLS) if (ttl <= initial) return initial - ttl;
  return 0;
}
