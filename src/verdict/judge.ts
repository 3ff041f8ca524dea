import { join } from "node:path";
import { type MptcpHandshakes, readMptcp } from "../analysis/index.js";
import { endOf, type Fate, messageOf, worstOf } from "../core/index.js";
import type { Expectation } from "../scenario/index.js";
import { type CheckResult, check } from "./checks/index.js";
import { correlate, type JudgedConnection } from "./correlate.js";
import type { CaseResult } from "./document.js";
import { findDoubts } from "./doubts.js";
import type { CaseEvidence } from "./evidence.js";
import { beganAfterEvents, metNoEvent } from "./exposure.js";
import { fateOf } from "./fate.js";
import { ladderOf } from "./ladder.js";
import { judgeOracle, type OracleVerdict } from "./oracle.js";
import { type PointView, readPoints } from "./points.js";

/**
 * Judges a case from its recorded evidence and capture files alone.
 * What spoils the evidence (a fault, a dropped packet, an event that was not seen, a program whose word differs from
 * the packets) makes the case inconclusive, whatever the expectations say.
 */
export async function judgeCase(evidence: CaseEvidence, runFolder: string): Promise<CaseResult> {
  const points = await readPoints(evidence.captures, runFolder);
  const connections = correlate(evidence, points, await handshakesOf(evidence, points, runFolder));
  const oracle = judgeOracle(evidence, connections);
  const doubts = [...findDoubts(evidence, points, connections), ...(oracle?.doubts ?? [])];
  const checked = evidence.scenario.expect.map((expectation) =>
    safely(expectation, evidence, connections, oracle),
  );
  const { scenario } = evidence;
  const fates = new Map(connections.map((one) => [one, fateOf(one, evidence.events, connections)]));
  const transfers = checked.flatMap((one) => one.transfers ?? []);
  return {
    name: scenario.name,
    title: scenario.title,
    about: scenario.about,
    family: evidence.family,
    scenario: evidence.scenarioFile,
    topology: evidence.topology,
    lab: evidence.labFolder,
    // Spoiled evidence can make a check fail as well as pass: it decides neither way.
    verdict: doubts.length > 0 ? "inconclusive" : worstOf(checked.map(({ verdict }) => verdict)),
    reasons: [
      ...doubts,
      ...checked
        .filter(({ verdict }) => verdict !== "pass")
        .map(({ text, evidence: why }) => `${text}: ${why}`),
    ],
    expectations: checked.map(({ text, verdict, evidence: why }) => ({
      text,
      verdict,
      evidence: why,
    })),
    connections: connections.map((connection) => ({
      ...connection.result,
      ...lotOf(connection, evidence, fates.get(connection), oracle),
    })),
    events: evidence.events,
    traffic: evidence.traffic,
    captures: evidence.captures,
    ...(oracle ? { oracle: oracle.result } : {}),
    shares: checked.flatMap(({ shares }) => shares ?? []),
    charts: checked.flatMap(({ charts }) => charts ?? []),
    ...(transfers.length > 0 ? { transfers } : {}),
    ladders: telling(
      scenario.traffic.map(({ id }) => id),
      connections,
      fates,
    ),
    durationMs: evidence.durationMs,
  };
}

// What the case meant for a connection, beside what its packets show.
function lotOf(
  connection: JudgedConnection,
  { events }: CaseEvidence,
  fate: Fate | undefined,
  oracle: OracleVerdict | undefined,
): Pick<CaseResult["connections"][number], "fate" | "metNoEvent" | "afterEvents" | "predicted"> {
  const predicted = oracle?.foretold.get(connection)?.map(({ device }) => device);
  return {
    ...(fate ? { fate } : {}),
    ...(metNoEvent(events, connection) ? { metNoEvent: true as const } : {}),
    ...(beganAfterEvents(events, connection) ? { afterEvents: true as const } : {}),
    ...(predicted ? { predicted: folded(predicted) } : {}),
  };
}

// Of the origins' captures, where Multipath TCP is in use. One that cannot be read has no connections, and says why itself.
async function handshakesOf(
  { scenario }: CaseEvidence,
  points: readonly PointView[],
  runFolder: string,
): Promise<Map<string, MptcpHandshakes>> {
  const used = scenario.traffic.some((traffic) => traffic.kind === "held" && traffic.mptcp);
  const files = points.flatMap(({ capture: { point, file }, connections }) =>
    used && point === "origin" && connections.length > 0 ? file : [],
  );
  return new Map(
    await Promise.all(
      files.map(async (file) => [file, await readMptcp(join(runFolder, file))] as const),
    ),
  );
}

// A check that throws has proven nothing; its error is the evidence.
function safely(
  expectation: Expectation,
  evidence: CaseEvidence,
  connections: JudgedConnection[],
  oracle: OracleVerdict | undefined,
): CheckResult {
  try {
    return check(expectation, {
      evidence,
      connections: connections.filter(({ result }) => result.traffic === expectation.of),
      all: connections,
      oracle: oracle?.foretold ?? new Map(),
    });
  } catch (thrown) {
    return {
      text: `${expectation.that} of "${expectation.of}"`,
      verdict: "inconclusive",
      evidence: messageOf(thrown),
    };
  }
}

function folded(devices: readonly string[]): string[] {
  return devices.filter((device, index) => device !== devices[index - 1]);
}

// One connection of each traffic that shows its point: one that was reset, else one that stalled, else any.
function telling(
  traffic: readonly string[],
  connections: JudgedConnection[],
  fates: ReadonlyMap<JudgedConnection, Fate | undefined>,
): CaseResult["ladders"] {
  return traffic.flatMap((id) => {
    const own = connections.filter(({ result }) => result.traffic === id);
    const chosen =
      own.find(({ result }) => result.outcome === "reset") ??
      own.find((connection) => fates.get(connection) === "stalled") ??
      own[0];
    return chosen
      ? [
          ladderOf(
            `"${id}": ${chosen.result.client} to ${chosen.result.server}, ${endOf(chosen.result)}`,
            chosen,
          ),
        ]
      : [];
  });
}
