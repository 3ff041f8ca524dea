/** Whether a bit of a set is set that begins at an address. */
export function hasBit(set: usize, bit: i32): bool {
  return (load<i32>(wordOf(set, bit)) & (1 << (bit & 31))) !== 0;
}

/** Sets a bit of such a set. */
export function setBit(set: usize, bit: i32): void {
  const at = wordOf(set, bit);
  store<i32>(at, load<i32>(at) | (1 << (bit & 31)));
}

function wordOf(set: usize, bit: i32): usize {
  return set + <usize>((bit >>> 5) << 2);
}
