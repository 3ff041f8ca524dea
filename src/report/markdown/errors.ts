import { code, inline } from "./escape.js";

/** What went wrong outside of any case or cell, as Markdown blocks; `of` is what it belongs to. */
export function errorSection(
  of: "run" | "matrix",
  errors: readonly { code: string; message: string; hint?: string | undefined }[],
): string[] {
  if (errors.length === 0) return [];
  const lines = errors.map(({ code: errorCode, message, hint }) => {
    const advice = hint === undefined ? "" : ` Hint: ${inline(hint)}`;
    return `- ${code(errorCode)} ${inline(message)}${advice}`;
  });
  return [`## Errors of the ${of}`, lines.join("\n")];
}
