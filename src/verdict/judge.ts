import { messageOf, worstOf } from "../core/index.js";
import type { Expectation } from "../scenario/index.js";
import { type CheckResult, check } from "./checks/index.js";
import { correlate, endsOf, type JudgedConnection } from "./correlate.js";
import type { CaseResult } from "./document.js";
import type { CaseEvidence } from "./evidence.js";
import { fateOf } from "./fate.js";
import { ladderOf } from "./ladder.js";
import { judgeOracle } from "./oracle.js";
import { type PointView, readPoints } from "./points.js";

/**
 * Judges a case from its recorded evidence and capture files alone.
 * What spoils the evidence (a fault, a dropped packet, an event that was not seen, a program whose word differs from
 * the packets) makes the case inconclusive, whatever the expectations say.
 */
export async function judgeCase(evidence: CaseEvidence, runFolder: string): Promise<CaseResult> {
  const points = await readPoints(evidence.captures, runFolder);
  const connections = correlate(evidence, points);
  const oracle = judgeOracle(evidence, connections);
  const doubts = [...findDoubts(evidence, points, connections), ...(oracle?.doubts ?? [])];
  const checked = evidence.scenario.expect.map((expectation) =>
    safely(expectation, evidence, connections),
  );
  const { scenario } = evidence;
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
    connections: connections.map((connection) => {
      const fate = fateOf(connection, evidence.events);
      const predicted = oracle?.predicted.get(endsOf(connection.result));
      return {
        ...connection.result,
        ...(fate ? { fate } : {}),
        ...(predicted ? { predicted } : {}),
      };
    }),
    events: evidence.events,
    traffic: evidence.traffic,
    captures: evidence.captures,
    ...(oracle ? { oracle: oracle.result } : {}),
    shares: checked.flatMap(({ shares }) => shares ?? []),
    charts: checked.flatMap(({ charts }) => charts ?? []),
    ladders: telling(
      scenario.traffic.map(({ id }) => id),
      connections,
    ),
    durationMs: evidence.durationMs,
  };
}

// A check that throws has proven nothing; its error is the evidence.
function safely(
  expectation: Expectation,
  evidence: CaseEvidence,
  connections: JudgedConnection[],
): CheckResult {
  try {
    return check(expectation, {
      evidence,
      connections: connections.filter(({ result }) => result.traffic === expectation.of),
    });
  } catch (thrown) {
    return {
      text: `${expectation.that} of ${expectation.of}`,
      verdict: "inconclusive",
      evidence: messageOf(thrown),
    };
  }
}

function findDoubts(
  evidence: CaseEvidence,
  points: PointView[],
  connections: JudgedConnection[],
): string[] {
  const captured = new Set(connections.map(({ result }) => endsOf(result)));
  const disagree = connections.filter(({ result }) => result.agrees === false);
  const lost = evidence.traffic.filter(
    ({ client, server }) => client !== undefined && !captured.has(`${client} ${server}`),
  );
  const nameless = evidence.traffic.filter(({ client }) => client === undefined);
  return [
    ...evidence.faults,
    ...points.flatMap(({ faults }) => faults),
    ...evidence.captures
      .filter(({ droppedByKernel }) => droppedByKernel > 0)
      .map(
        ({ node, interface: name, droppedByKernel }) =>
          `the capture at ${node} ${name} lost ${droppedByKernel} packets`,
      ),
    ...evidence.events
      .filter(({ router, seenWallNs }) => router !== undefined && seenWallNs === undefined)
      .map(
        ({ event, target, router }) => `${event} of ${target} was not seen in the FIB of ${router}`,
      ),
    ...(disagree[0]
      ? [
          `${disagree.length} programs said otherwise than the packets, first ${disagree[0].result.client}: said ${disagree[0].result.said}, packets ${disagree[0].result.sequence}`,
        ]
      : []),
    ...(lost[0]
      ? [
          `${lost.length} connections that a program told of are in no capture, first ${lost[0].client}`,
        ]
      : []),
    ...(nameless[0]
      ? [
          `${nameless.length} connections cannot be found by their port, first one of ${nameless[0].traffic} at ${nameless[0].origin}: ${nameless[0].said}`,
        ]
      : []),
  ];
}

// One connection of each traffic that shows its point: one that was reset, else any.
function telling(
  traffic: readonly string[],
  connections: JudgedConnection[],
): CaseResult["ladders"] {
  return traffic.flatMap((id) => {
    const own = connections.filter(({ result }) => result.traffic === id);
    const chosen = own.find(({ result }) => result.outcome === "reset") ?? own[0];
    return chosen
      ? [
          ladderOf(
            `${id}: ${chosen.result.client} to ${chosen.result.server}, ${chosen.result.outcome}`,
            chosen,
          ),
        ]
      : [];
  });
}
