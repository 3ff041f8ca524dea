import { join } from "node:path";
import { writeWhole } from "../disk/index.js";
import type { RunDocument } from "../verdict/index.js";
import type { Reporter } from "./reporter.js";

const HINT = "every report can be made again from run.json once there is room for it";

/** A file of the run folder that is made from the run document. */
export interface ReportFile {
  file: string;
  render: (document: RunDocument) => string | Promise<string>;
}

/**
 * A reporter that writes one file when the run has ended. The file appears whole or not at all.
 * @throws ShiftError E_DISK, from onEnd, when it cannot be written.
 */
export function fileReporter({ file, render }: ReportFile): Pick<Required<Reporter>, "onEnd"> {
  return {
    async onEnd(document, runFolder) {
      writeWhole(join(runFolder, file), await render(document), HINT);
    },
  };
}
