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
when a file caused it. Codes stay the same from version to version: match on them, not on the words.

Nothing is deployed before all errors of input are mended. Those of one file come at once, but for what a fault keeps from
being judged: a file that is no YAML has no keys, an entry that the schema refuses is not compared with others, and names
are looked up in a topology that can be built.

| code | meaning | exit code |
|---|---|---|
${rows.join("\n")}

The exit code is that of a command which ends with the error. What goes wrong within a case while it runs, such as a
command that fails in a node or an event that cannot be carried out, is told with its code among the reasons of that case,
which is inconclusive by it; the run goes on. A run with an error and a failed case ends with 1.

A run that ends without an error exits with 0 when every case passes, 1 when one fails, and 4 when one is inconclusive:
a run that proves nothing is not a pass.
`;
}
