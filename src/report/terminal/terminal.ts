import type { Reporter } from "../reporter.js";
import { LiveLine } from "./live-line.js";
import { Progress } from "./progress.js";
import { paintFor, type TerminalStream } from "./style.js";
import { summaryLines } from "./summary.js";

/** Says live what a run is doing, and at its end what came out. Only writes; exits nothing. */
export function terminalReporter(stream: TerminalStream): Required<Reporter> {
  const line = new LiveLine(stream);
  const progress = new Progress(line);
  return {
    onProgress: (event) => progress.show(event),
    onEnd(document, runFolder) {
      line.clear();
      // A terminal that does not know its width says 0.
      const columns = stream.columns || Number.POSITIVE_INFINITY;
      const lines = summaryLines(document, runFolder, paintFor(stream), columns);
      stream.write(`${lines.join("\n")}\n`);
    },
  };
}
