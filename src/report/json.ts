import type { Reporter } from "./reporter.js";

/** Prints the run document as JSON when the run has ended, for another program to read. */
export function jsonReporter(stream: NodeJS.WritableStream): Pick<Required<Reporter>, "onEnd"> {
  return {
    onEnd(document) {
      stream.write(`${JSON.stringify(document, undefined, 2)}\n`);
    },
  };
}
