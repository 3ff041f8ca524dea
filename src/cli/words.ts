/** The words of an option that takes several, with spaces or commas between them. */
export function wordsOf(given: readonly string[]): string[] {
  return given.flatMap((text) => text.split(",")).filter((word) => word !== "");
}
