import { exitCodeOf } from "../../src/cli/exit.js";
import { ERROR_CODES, type ErrorCode, ShiftError } from "../../src/core/index.js";

/** docs/errors.md: every error code with what it means and the exit code of a command that ends with it. */
export function errorsPage(): string {
  const rows = (Object.keys(ERROR_CODES) as ErrorCode[]).map((code) => {
    const exit = exitCodeOf(new ShiftError({ code, message: "" }));
    return `| \`${code}\` | ${ERROR_CODES[code]} | ${exit} |`;
  });
  return `# Errors

An error is printed as \`file:line:column: CODE: what is wrong\`, with a hint on a line of its own; the place is there
when a file caused it. Codes stay the same from version to version: match on them, not on the words. Errors of input come
all at once, and nothing is deployed before they are mended.

| code | meaning | exit code |
|---|---|---|
${rows.join("\n")}

A run that ends without an error exits with 0 when every case passes, 1 when one fails, and 4 when one is inconclusive:
a run that proves nothing is not a pass.
`;
}
