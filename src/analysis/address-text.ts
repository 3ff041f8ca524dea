/** Dotted decimal of an IPv4 address given as one signed word. */
export function ipv4Text(word: number): string {
  return `${word >>> 24}.${(word >>> 16) & 0xff}.${(word >>> 8) & 0xff}.${word & 0xff}`;
}

/** Canonical text of an IPv6 address given as four signed words (RFC 5952 section 4). */
export function ipv6Text(w0: number, w1: number, w2: number, w3: number): string {
  const groups = [w0, w1, w2, w3].flatMap((word) => [word >>> 16, word & 0xffff]);
  const [start, length] = longestZeroRun(groups);
  if (length < 2) return groups.map(hex).join(":");
  const before = groups.slice(0, start).map(hex).join(":");
  const after = groups
    .slice(start + length)
    .map(hex)
    .join(":");
  return `${before}::${after}`;
}

function hex(group: number): string {
  return group.toString(16);
}

function longestZeroRun(groups: readonly number[]): [start: number, length: number] {
  let best: [number, number] = [0, 0];
  let start = 0;
  groups.forEach((group, index) => {
    if (group !== 0) start = index + 1;
    else if (index + 1 - start > best[1]) best = [start, index + 1 - start];
  });
  return best;
}
