import { styleText } from "node:util";
import type { ProbeResult } from "../driver/index.js";
import type { DoctorReport } from "./doctor-report.js";

const MARKS = {
  ok: ["ok", "green"],
  missing: ["missing", "red"],
  note: ["note", "yellow"],
} as const;
const MARK_WIDTH = 9;

/** The one screen of `doctor`: every probe, then the drivers and scenarios, and last what would mend what is missing. */
export function doctorScreen(report: DoctorReport, stream: NodeJS.WritableStream): string {
  const { probes, drivers, scenarios } = report;
  const width = Math.max(...probes.map(({ title }) => title.length));
  const lines = [
    ...probes.map((probe) => `${mark(probe, stream)}${probe.title.padEnd(width)}  ${probe.detail}`),
    "",
    ...drivers.map(({ name, usable, lacks }) =>
      usable
        ? `driver ${name} can be used`
        : `driver ${name} cannot be used: ${lacks.map(({ title }) => title).join(", ")}`,
    ),
    `${scenarios.filter(({ runs }) => runs).length} of ${scenarios.length} scenarios can run`,
    ...scenarios
      .filter(({ runs }) => !runs)
      .map(({ file, because }) => `  skipped: ${file}: ${because}`),
    ...mendLines(probes),
  ];
  return `${lines.join("\n")}\n`;
}

// Without root all else failed for want of it, but for the programs, which are only looked for.
function mendLines(probes: ProbeResult[]): string[] {
  const asRoot = probes.every(({ id, state }) => id !== "root" || state !== "missing");
  const mends = new Map<string, string[]>();
  const worth = probes.filter(({ id }) => asRoot || id === "root" || id === "tools");
  for (const { mend, title } of worth)
    if (mend) mends.set(mend, [...(mends.get(mend) ?? []), title]);
  if (mends.size === 0) return [];
  return [
    "",
    "to mend:",
    ...[...mends].map(([mend, titles]) => `  ${mend}    # ${titles.join(", ")}`),
    ...(asRoot ? [] : ["what else is missing shows only then"]),
  ];
}

function mark({ state }: ProbeResult, stream: NodeJS.WritableStream): string {
  const [word, colour] = MARKS[state];
  return (
    styleText(colour, word, { stream, validateStream: true }) + " ".repeat(MARK_WIDTH - word.length)
  );
}
