/** `1 case`, `2 cases`. @param shown how the count is written, where not by its digits alone */
export function plural(count: number, word: string, shown = String(count)): string {
  return `${shown} ${word}${count === 1 ? "" : "s"}`;
}
