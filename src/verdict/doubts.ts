import type { Traffic } from "../scenario/index.js";
import { endsOf, type JudgedConnection } from "./correlate.js";
import type { CaseEvidence } from "./evidence.js";
import type { PointView } from "./points.js";

// Events of the traffic itself.
const NO_CHANGE = new Set(["open", "probe"]);

/**
 * What spoils the evidence of a case, whatever its expectations say: a fault, a dropped packet, an event that was not
 * seen, a program whose word differs from the packets, connections that were over before anything happened to them.
 */
export function findDoubts(
  evidence: CaseEvidence,
  points: PointView[],
  connections: JudgedConnection[],
): string[] {
  const captured = new Set(connections.map(({ result }) => endsOf(result)));
  const disagree = connections.filter(({ result }) => result.agrees === false);
  const lost = evidence.traffic.filter(
    ({ client, server }) => client !== undefined && !captured.has(`${client} ${server}`),
  );
  const early = endedEarly(evidence, connections);
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
    ...(early[0]
      ? [
          `${early.length} connections had ended before the first event, first ${early[0].result.client}: they were not exposed to it`,
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

// On a machine that is too slow, a transfer that the event should meet may be over before it.
function endedEarly(
  { scenario, events }: CaseEvidence,
  connections: JudgedConnection[],
): JudgedConnection[] {
  const first = events.find(({ event }) => !NO_CHANGE.has(event));
  if (!first) return [];
  const ordered = BigInt(first.orderedWallNs);
  const exposed = new Set(scenario.traffic.filter(isUnderWay).map(({ id }) => id));
  return connections.filter(
    ({ result, packets }) =>
      exposed.has(result.traffic ?? "") &&
      result.outcome === "closed" &&
      (packets.at(-1)?.ns ?? ordered) < ordered,
  );
}

// Traffic of which every connection is to be under way at the first event: held ones wait, requests come and go.
function isUnderWay(traffic: Traffic): boolean {
  if (traffic.kind === "iperf") return true;
  return traffic.kind === "curl" && !traffic.background && traffic.count <= traffic.parallel;
}
