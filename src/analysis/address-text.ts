/** Dotted decimal of an IPv4 address given as one signed word. */
export function ipv4Text(word: number): string {
  return `${word >>> 24}.${(word >>> 16) & 0xff}.${(word >>> 8) & 0xff}.${word & 0xff}`;
}

const GROUPS = 8;

/** Canonical text of an IPv6 address given as four signed words (RFC 5952 section 4). */
export function ipv6Text(w0: number, w1: number, w2: number, w3: number): string {
  const words = [w0, w1, w2, w3];
  const [zeroes, end] = longestZeroRun(words);
  let text = "";
  for (let group = 0; group < GROUPS; group++) {
    if (group === zeroes) {
      text += "::";
      group = end - 1;
    } else {
      const colon = group > 0 && group !== end ? ":" : "";
      text += colon + groupOf(words, group).toString(16);
    }
  }
  return text;
}

function groupOf(words: readonly number[], group: number): number {
  const word = words[group >>> 1] as number;
  return group & 1 ? word & 0xffff : word >>> 16;
}

/** The first of the longest runs of two or more zero groups: [first, one past the last], or [-1, -1]. */
function longestZeroRun(words: readonly number[]): [start: number, end: number] {
  let [bestStart, bestEnd] = [-1, -1];
  let start = 0;
  for (let group = 0; group < GROUPS; group++) {
    if (groupOf(words, group) !== 0) start = group + 1;
    else if (group + 1 - start > Math.max(1, bestEnd - bestStart)) {
      [bestStart, bestEnd] = [start, group + 1];
    }
  }
  return [bestStart, bestEnd];
}
