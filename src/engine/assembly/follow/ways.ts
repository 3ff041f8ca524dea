import { hasBit, setBit } from "./bits";
import { addressHash, portOf } from "./connection";
import { connectionOf, numberOf, Side } from "./side";

/**
 * One bit for each address, port and pair of TTLs, by hash: packets from there had both within one connection, so that ways of
 * different lengths lead from there. One that is set by chance takes certainty from a grade and gives none.
 */
const BITS: i32 = 1 << 16;
const seen: usize = memory.data(BITS / 8);

/** Notes that a side's packets had both TTLs. */
export function noteBothTtls(side: Side, one: i32, other: i32): void {
  setBit(seen, bitOf(side, one, other));
}

/** Whether packets from the address and port of a side had both TTLs within any connection so far. */
export function hadBothTtls(side: Side, one: i32, other: i32): bool {
  return hasBit(seen, bitOf(side, one, other));
}

function bitOf(side: Side, one: i32, other: i32): i32 {
  const connection = connectionOf(side);
  const number = numberOf(side);
  const more = (portOf(connection, number) << 16) | (min(one, other) << 8) | max(one, other);
  return addressHash(connection, number, more) & (BITS - 1);
}
