import { percent } from "../../core/index.js";
import type {
  CaseResult,
  Comparison,
  ConnectionResult,
  EventRecord,
  Share,
} from "../../verdict/index.js";
import { comparisonLines, comparisonTable } from "../comparison.js";
import { omittedText, rolesText, sharesBesideCharts, theoryText } from "../readings.js";
import { groupTraces } from "../traces.js";
import {
  eventText,
  familyName,
  intervalText,
  oracleText,
  seenText,
  VERDICT_MARKS,
  wallClock,
} from "../words.js";
import { cellCode, code, fenced, inline, table } from "./escape.js";
import { mermaidLines } from "./mermaid.js";

/** One case as Markdown blocks: verdict, expectations, shares, what its connections did, and its ladders. */
export function caseSection(result: CaseResult): string[] {
  const { verdict } = result;
  return [
    `## ${VERDICT_MARKS[verdict]} ${inline(result.name)} ${familyName(result.family)}: ${verdict}`,
    `**${inline(result.title)}**`,
    inline(result.about),
    ...list("Why it is not a pass:", result.reasons.map(inline)),
    ...expectations(result),
    ...(result.comparison ? comparisonBlocks(result.comparison) : []),
    ...(result.oracle ? [inline(oracleText(result.oracle))] : []),
    ...result.charts.flatMap((chart) => shares(chart.title, chart.x, chart.shares)),
    ...shares("Shares", "share of", sharesBesideCharts(result)),
    ...traces(result.connections),
    ...events(result.events),
    ...result.ladders.flatMap((ladder) => ladderBlocks(ladder, result)),
  ];
}

function list(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [title, items.map((item) => `- ${item}`).join("\n")];
}

function expectations(result: CaseResult): string[] {
  if (result.expectations.length === 0) return ["No expectation was judged."];
  const rows = result.expectations.map(({ verdict, text, evidence }) => [
    `${VERDICT_MARKS[verdict]} ${verdict}`,
    inline(text),
    inline(evidence),
  ]);
  return ["### Expectations", table(["verdict", "expectation", "evidence"], rows)];
}

function comparisonBlocks(comparison: Comparison): string[] {
  const { head, rows } = comparisonTable(comparison);
  return [
    "### What the mitigation saves",
    `${inline(comparison.mitigation)}:`,
    table(head, rows, 1),
    comparisonLines(comparison)
      .map((line) => `- ${inline(line)}`)
      .join("\n"),
  ];
}

function shares(title: string, of: string, values: readonly Share[]): string[] {
  if (values.length === 0) return [];
  const rows = values.map((share) => [
    inline(share.label),
    `${share.count} of ${share.total}`,
    percent(share.share),
    intervalText(share.interval),
    theoryText(share),
  ]);
  const head = [inline(of), "count", "measured", "95 % interval", "theory"];
  return [`### ${inline(title)}`, table(head, rows, 1)];
}

/** What the connections did, those of the same end and devices folded into one row. */
function traces(connections: readonly ConnectionResult[]): string[] {
  if (connections.length === 0) return [];
  const rows = groupTraces(connections).map(({ end, example, devices, count }) => [
    end,
    cellCode(example),
    inline(devices.join(" → ")),
    String(count),
  ]);
  const head = ["outcome", "for example", "devices", "count"];
  return ["### Connections", table(head, rows, head.length - 1)];
}

/** What was done to the lab, and when the routers showed it. */
function events(records: readonly EventRecord[]): string[] {
  if (records.length === 0) return [];
  const rows = records.map((record) => {
    const { orderedWallNs, seen, unreached } = record;
    const message = seen === undefined ? "" : `: ${cellCode(seen)}`;
    const left = unreached === undefined ? "" : ` no path to ${inline(unreached.join(", "))}`;
    return [
      inline(eventText(record)),
      wallClock(BigInt(orderedWallNs)),
      `${inline(seenText(record))}${message}${left}`,
    ];
  });
  return ["### Events", table(["event", "ordered (UTC)", "seen"], rows)];
}

function ladderBlocks(ladder: CaseResult["ladders"][number], result: CaseResult): string[] {
  const omitted = omittedText(ladder);
  const roles = rolesText(ladder);
  return [
    `### ${inline(ladder.title)}`,
    `${code(ladder.client)} to ${code(ladder.server)}${omitted ? `; ${omitted}` : ""}.${roles ? ` ${inline(roles)}` : ""}`,
    fenced(
      "text",
      ladder.steps.map(({ line }) => line),
    ),
    fenced("mermaid", mermaidLines(ladder, result.events)),
  ];
}
