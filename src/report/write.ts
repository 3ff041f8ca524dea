import { messageOf, ShiftError } from "../core/index.js";
import type { RunDocument } from "../verdict/index.js";
import { createFileReporter, FILE_REPORTER_NAMES, type FileReporterName } from "./registry.js";
import { multiplex, type ReporterCrash } from "./reporter.js";

/**
 * Writes the report files of a run into its folder, over those that are there: report.html, report.md and junit.xml.
 * @throws ShiftError that names each file that could not be made, after writing all the others.
 */
export async function writeReports(
  document: RunDocument,
  runFolder: string,
  names: readonly FileReporterName[] = FILE_REPORTER_NAMES,
): Promise<void> {
  const crashes: ReporterCrash[] = [];
  const all = multiplex(names.map(createFileReporter), (crash) => crashes.push(crash));
  await all.onEnd(document, runFolder);
  if (crashes.length > 0) throw crashError(crashes);
}

/** What became of reports that could not be made, as one error: of the first one's kind, and it names each. */
export function crashError(crashes: readonly ReporterCrash[]): ShiftError {
  const first = crashes[0]?.thrown;
  return new ShiftError({
    code: first instanceof ShiftError ? first.code : "E_BUG",
    message: crashes.map(({ name, thrown }) => `${name} report: ${messageOf(thrown)}`).join("; "),
    ...(first instanceof ShiftError && first.hint !== undefined && { hint: first.hint }),
    cause: first,
  });
}
