// Controls could move the cursor or recolour the screen, bidi controls could reorder a line (CVE-2021-42574).
const CONTROLS = /[\p{Cc}\p{Bidi_Control}]+/gu;

/** Text from a scenario or a program, safe to print on one line of a terminal. */
export function clean(text: string): string {
  return text.replace(CONTROLS, " ").trim();
}

/** Text cut to so many columns, with an ellipsis where something is missing. */
export function cut(text: string, columns: number): string {
  return text.length <= columns ? text : `${text.slice(0, Math.max(0, columns - 1))}…`;
}
