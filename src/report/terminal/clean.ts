// C0 and C1 controls could move the cursor or recolour the screen, bidi controls could reorder a line (CVE-2021-42574).
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this removes
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g;

/** Text from a scenario or a program, safe to print on one line of a terminal. */
export function clean(text: string): string {
  return text.replace(CONTROLS, " ").trim();
}

/** Text cut to so many columns, with an ellipsis where something is missing. */
export function cut(text: string, columns: number): string {
  return text.length <= columns ? text : `${text.slice(0, Math.max(0, columns - 1))}…`;
}
