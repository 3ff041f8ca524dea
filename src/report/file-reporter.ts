import { rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { messageOf, ShiftError } from "../core/index.js";
import type { RunDocument } from "../verdict/index.js";
import type { Reporter } from "./reporter.js";

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
      const text = await render(document);
      const path = join(runFolder, file);
      const unfinished = `${path}.unfinished`;
      try {
        await writeFile(unfinished, text);
        await rename(unfinished, path);
      } catch (cause) {
        // That what is unfinished cannot be removed either tells nothing more.
        await rm(unfinished, { force: true }).catch(() => undefined);
        throw new ShiftError({
          code: "E_DISK",
          message: `${path} cannot be written: ${messageOf(cause)}`,
          hint: "every report can be made again from run.json once there is room for it",
          cause,
        });
      }
    },
  };
}
