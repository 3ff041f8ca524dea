import { fileReporter, type ReportFile } from "./file-reporter.js";
import { renderHtml } from "./html/html.js";
import { jsonReporter } from "./json.js";
import { renderJunit } from "./junit/junit.js";
import { renderMarkdown } from "./markdown/markdown.js";
import type { NamedReporter, Reporter } from "./reporter.js";
import type { TerminalStream } from "./terminal/style.js";
import { terminalReporter } from "./terminal/terminal.js";

/** The reporters that write a file of the run folder. */
const FILES = {
  html: { file: "report.html", render: renderHtml },
  markdown: { file: "report.md", render: renderMarkdown },
  junit: { file: "junit.xml", render: renderJunit },
} as const satisfies Record<string, ReportFile>;

/** The reporters that print to a stream. */
const PRINTERS = {
  terminal: terminalReporter,
  json: jsonReporter,
} as const satisfies Record<string, (stream: TerminalStream) => Reporter>;

/** Reporters that write a file, those that print, and all of them. */
export type FileReporterName = keyof typeof FILES;
type PrinterName = keyof typeof PRINTERS;
export type ReporterName = FileReporterName | PrinterName;

/** All reporters that write a file, and the names of their files. */
export const FILE_REPORTER_NAMES = Object.keys(FILES) as FileReporterName[];
export const REPORT_FILES = Object.values(FILES).map(({ file }) => file);

/**
 * The reporter of that name.
 * @param stream where the terminal and json reporters print; the others write into the run folder
 */
export function createReporter(name: ReporterName, stream: TerminalStream): NamedReporter {
  return isPrinter(name) ? { name, ...PRINTERS[name](stream) } : createFileReporter(name);
}

/** The reporter that writes the file of that name. */
export function createFileReporter(name: FileReporterName): NamedReporter {
  return { name, ...fileReporter(FILES[name]) };
}

function isPrinter(name: ReporterName): name is PrinterName {
  return name in PRINTERS;
}
