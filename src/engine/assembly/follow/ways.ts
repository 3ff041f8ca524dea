import { addressWord, portOf } from "./connection";
import { connectionOf, numberOf, Side } from "./side";

/**
 * One bit for each address, port and pair of TTLs, by hash: packets from there had both within one connection, so that ways of
 * different lengths lead from there. One that is set by chance takes certainty from a grade and gives none.
 */
const BITS: i32 = 1 << 16;
const seen: usize = memory.data(BITS / 8);

/** Notes that a side's packets had both TTLs. */
export function noteBothTtls(side: Side, one: i32, other: i32): void {
  const bit = bitOf(side, one, other);
  store<i32>(wordAt(bit), load<i32>(wordAt(bit)) | (1 << (bit & 31)));
}

/** Whether packets from the address and port of a side had both TTLs within any connection so far. */
export function hadBothTtls(side: Side, one: i32, other: i32): bool {
  const bit = bitOf(side, one, other);
  return (load<i32>(wordAt(bit)) & (1 << (bit & 31))) !== 0;
}

function wordAt(bit: i32): usize {
  return seen + <usize>((bit >>> 5) << 2);
}

function bitOf(side: Side, one: i32, other: i32): i32 {
  const connection = connectionOf(side);
  const number = numberOf(side);
  let hash = (portOf(connection, number) << 16) | (min(one, other) << 8) | max(one, other);
  for (let word = 0; word < 4; word++) {
    hash = (hash ^ addressWord(connection, number, word)) * 0x9e3779b1;
    hash ^= hash >>> 15;
  }
  return hash & (BITS - 1);
}
