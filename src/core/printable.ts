/**
 * Text that a terminal shows and does not obey: control characters but the tab are written as `\x1b`. Names of files and
 * what programs print can have any.
 */
export function printable(text: string): string {
  return text.replace(/(?!\t)\p{Cc}/gu, (control) => {
    return `\\x${control.charCodeAt(0).toString(16).padStart(2, "0")}`;
  });
}
