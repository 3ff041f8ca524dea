import { groupBy, IPERF3_PORT, parseEndpoint, plural } from "../core/index.js";
import type { Scenario } from "../scenario/index.js";
import { endsOf, type JudgedConnection } from "./correlate.js";
import type { CaseEvidence } from "./evidence.js";

/**
 * Connections of the captures that no program told of, or told otherwise whom it had reached: without half of their
 * records the other half would be taken for all, and a capture that stands for another device's shows every shift reversed.
 */
export function untold(
  { scenario, faults }: CaseEvidence,
  connections: readonly JudgedConnection[],
): string[] {
  // Of a case that a fault ended, programs had not been asked yet.
  const silent = faults.length === 0 ? unspoken(scenario, connections) : [];
  const elsewhere = connections.filter(
    ({ said, result }) => said?.device && result.devices[0] && said.device !== result.devices[0],
  );
  return [
    ...(silent[0]
      ? [
          `no program told of ${plural(silent.length, "connection")}, first ${silent[0].result.client} to ${silent[0].result.server}`,
        ]
      : []),
    ...(elsewhere[0]
      ? [
          `${plural(elsewhere.length, "connection")} had an answer of another device than the one that accepted it by the captures, first ${elsewhere[0].result.client}: ${elsewhere[0].said?.device} answered, ${elsewhere[0].result.devices[0]} accepted`,
        ]
      : []),
  ];
}

// Nobody speaks for further subflows of Multipath TCP, for the control connection of each iperf 3, and for what a
// scenario's own commands open.
function unspoken(
  scenario: Scenario,
  connections: readonly JudgedConnection[],
): JudgedConnection[] {
  const traffic = new Set(scenario.traffic.map(({ id }) => id));
  const subflows = new Set(
    connections.flatMap(({ result }) => (result.subflows ?? []).map((one) => endsOf(one))),
  );
  const silent = connections.filter(
    ({ result, origin, packets }) =>
      !traffic.has(result.traffic ?? "") &&
      !subflows.has(endsOf(result)) &&
      // What was open before the case is none of its programs'.
      packets[0]?.dir === ">" &&
      packets[0].flags.includes("S") &&
      !runsCommands(scenario, origin),
  );
  const perOrigin = scenario.traffic.filter(
    (one) => one.kind === "iperf" && one.version === 3,
  ).length;
  const toIperf3 = silent.filter(
    ({ result }) => parseEndpoint(result.server)?.port === IPERF3_PORT,
  );
  const controls = new Set(
    [...groupBy(toIperf3, ({ origin }) => origin).values()].flatMap((ones) =>
      ones.slice(0, perOrigin),
    ),
  );
  return silent.filter((one) => !controls.has(one));
}

function runsCommands({ timeline, mitigation }: Scenario, origin: string): boolean {
  const places = new Set(["origins", origin]);
  if (timeline.some((step) => step.do === "command" && places.has(step.node))) return true;
  if (typeof mitigation !== "object") return false;
  const { at, check } = mitigation;
  const ofOwn = Object.entries(at).filter(([place]) => places.has(place));
  return (
    ofOwn.some(([, { commands, helpers }]) => commands.length + helpers.length > 0) ||
    check.some((one) => places.has(one.at))
  );
}
