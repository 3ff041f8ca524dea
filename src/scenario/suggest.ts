import { oneOf } from "./words.js";

/**
 * A hint that names what exists, after the nearest of the names when one is near:
 * `did you mean dest1? devices: dest1, dest2; or serving`. Words are what may stand instead of a name.
 */
export function suggest(
  word: string,
  names: readonly string[],
  what: string,
  words: readonly string[] = [],
): string {
  const or = words.length > 0 ? `; or ${oneOf(words)}` : "";
  const known = [...new Set(names)];
  const all = `${what}: ${known.join(", ") || "none"}${or}`;
  const near = nearest(word, [...known, ...words]);
  return near === undefined ? all : `did you mean ${near}? ${all}`;
}

// A third of the letters may be wrong: enough for slips of the finger, too little for another word. Where two names
// are equally near (dest1 and dest2 to dest9), neither is meant more than the other.
function nearest(word: string, known: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(word.length / 3));
  const [first, second] = known
    .map((name) => ({ name, distance: editDistance(word.toLowerCase(), name.toLowerCase()) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance);
  return first && first.distance !== second?.distance ? first.name : undefined;
}

/** Insertions, deletions, replacements and swaps of neighbours between two words (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        (above[column] as number) + 1,
        (current[column - 1] as number) + 1,
        (above[column - 1] as number) + (same ? 0 : 1),
        swapped ? (before[column - 2] as number) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    before = above;
    above = current;
  }
  return above[b.length] as number;
}
