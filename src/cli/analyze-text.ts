import {
  type AnalysisEnd,
  type Group,
  MAX_LISTED,
  type Summary,
  type Trigger,
  type Worst,
} from "../analysis/index.js";
import { percent, plural, printable } from "../core/index.js";
import { ladderText } from "./analyze-ladder.js";
import { nextStep } from "./analyze-next.js";

/** Everything that the text for a person is made of. */
export interface TextInput {
  files: readonly string[];
  summary: Summary;
  end: AnalysisEnd;
  worst: readonly Worst[];
}

/** The summary in about ten lines, then the worst connections. */
export function analysisText(input: TextInput): string {
  const lines = [...summaryLines(input), ...worstLines(input.worst)];
  return `${lines.map(printable).join("\n")}\n`;
}

function summaryLines({ files, summary, end }: TextInput): string[] {
  const { totals } = end;
  const { shifted, triggers, burst } = summary;
  const from = files.length > 1 ? ` from ${many(totals.points, "capture point")}` : "";
  const lines = [
    `${files.join(", ")}: ${many(totals.packets, "packet")}${from}, ${many(summary.connections, "TCP connection")}`,
    `  outcome      ${counted(summary.outcomes)}`,
    `  shifted      ${count(shifted.certain)} certain, ${count(shifted.likely)} likely, ${count(shifted.possible)} possible`,
  ];
  if (shifted.certain + shifted.likely > 0) {
    lines.push(
      `  origins      ${triggers.origins.text} have shifted connections: ${against(triggers.origins)}`,
      `  sizes        ${triggers.sizes.text}: ${against(triggers.sizes)}`,
      `  persistence  ${triggers.persistence.text}: ${against(triggers.persistence)}`,
      `  servers      ${listed(summary.servers)}`,
    );
  }
  if (burst !== undefined) {
    const within = `${Math.max(1, Math.ceil(burst.withinMs))} ms`;
    lines.push(
      `  when         ${count(burst.shifts)} of ${count(burst.of)} within ${within} from ${burst.start}`,
    );
  }
  const skipped = Object.entries(totals.skipped).map(
    ([name, packets]) => `${count(packets)} ${name}`,
  );
  if (skipped.length > 0) lines.push(`  left out     ${skipped.join(", ")}`);
  if (totals.evicted > 0) {
    lines.push(`  forgotten    ${many(totals.evicted, "connection")} told early to make room`);
  }
  return lines;
}

function worstLines(worst: readonly Worst[]): string[] {
  return worst.flatMap(({ record, packets, file }) => {
    const { client, server, shifted, sequence } = record;
    return [
      "",
      `${client} → ${server}  ${shifted.grade === "no" ? record.outcome : `shifted: ${shifted.grade}`}  (${file}, ${record.start})`,
      `  ${shifted.reason}`,
      ...shifted.signs.map((sign) => `    ${sign.for ? "+" : "−"} ${sign.text}`),
      ...(packets.length > 0 ? ladderText(packets, record) : [`  ${sequence}`]),
      `  next: ${nextStep(record)}`,
    ];
  });
}

function counted(counts: Record<string, number>): string {
  const parts = Object.entries(counts).filter(([, value]) => value > 0);
  return parts.map(([name, value]) => `${count(value)} ${name}`).join(", ") || "none";
}

/** The share among those that have a property beside the share among the others, and how many times as often. */
function against({ having, others }: Trigger): string {
  if (having.connections === 0) return "there are none";
  if (others.connections === 0) return `${shareText(having)} of them, and there are no others`;
  const [a, b] = [shareOf(having), shareOf(others)];
  const times = a > 0 && b > 0 ? `, ${timesText(a / b)} times` : "";
  return `${shareText(having)} of them, ${shareText(others)} of the others${times}`;
}

function timesText(times: number): string {
  const short = times.toFixed(1);
  return short === "0.0" ? times.toPrecision(1) : short;
}

function listed(groups: readonly Group[]): string {
  const hit = groups.filter(({ shifted }) => shifted > 0);
  const names = hit.slice(0, 3).map((group) => `${group.label} ${shareText(group)}`);
  // More than are listed may have some.
  const atLeast = hit.length === MAX_LISTED ? "at least " : "";
  return names.join(", ") + (hit.length > 3 ? `, and ${atLeast}${hit.length - 3} more` : "");
}

function shareText(group: Group): string {
  return `${percent(shareOf(group))} (${count(group.shifted)} of ${count(group.connections)})`;
}

function shareOf({ shifted, connections }: Group): number {
  return connections === 0 ? 0 : shifted / connections;
}

function many(value: number, word: string): string {
  return plural(value, word, count(value));
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}
