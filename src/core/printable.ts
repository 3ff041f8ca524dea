// Controls could move the cursor or recolour the screen, bidi controls could reorder a line (CVE-2021-42574).
const CONTROLS = /[\p{Cc}\p{Bidi_Control}]+/gu;

/** Text from a scenario, a program or a file's name, safe to print on one line of a terminal. */
export function printable(text: string): string {
  return text.replace(CONTROLS, " ").trimEnd();
}
