import { isUnseen, plural } from "../core/index.js";
import type { JudgedConnection } from "./correlate.js";
import type { CaseEvidence } from "./evidence.js";
import { exposureDoubts } from "./exposure.js";
import { whatIsMissing } from "./missing.js";
import type { PointView } from "./points.js";
import { unaccepted } from "./unaccepted.js";
import { untold } from "./untold.js";

/**
 * What spoils the evidence of a case, whatever its expectations say: a fault, a dropped packet, an event that was not
 * seen, a program whose word differs from the packets, connections that were over before anything happened to them.
 */
export function findDoubts(
  evidence: CaseEvidence,
  points: PointView[],
  connections: JudgedConnection[],
): string[] {
  const captured = new Set(connections.map(({ said }) => said));
  const disagree = connections.filter(({ result }) => result.agrees === false);
  const unseen = evidence.traffic.filter((record) => !captured.has(record));
  const lost = unseen.filter(({ client }) => client !== undefined);
  const nameless = unseen.filter(({ client }) => client === undefined);
  return [
    ...evidence.faults,
    ...points.flatMap(({ faults }) => faults),
    ...evidence.captures
      .filter(({ droppedByKernel }) => droppedByKernel > 0)
      .map(
        ({ node, interface: name, droppedByKernel }) =>
          `the capture at ${node} ${name} lost ${plural(droppedByKernel, "packet")}`,
      ),
    ...evidence.events
      .filter(isUnseen)
      .map(
        ({ event, target, router }) => `${event} of ${target} was not seen in the FIB of ${router}`,
      ),
    // Of a case that a fault ended, programs had not been asked yet.
    ...(disagree[0] && evidence.faults.length === 0
      ? [
          `${plural(disagree.length, "program")} said otherwise than the packets, first ${disagree[0].result.client}: said ${disagree[0].result.said}, packets ${disagree[0].result.sequence}`,
        ]
      : []),
    // A case that a fault ended has no more than was recorded until then.
    ...(evidence.faults.length === 0 ? whatIsMissing(evidence) : []),
    ...(evidence.faults.length === 0 ? unaccepted(evidence, connections) : []),
    ...exposureDoubts(evidence, connections),
    ...untold(evidence, connections),
    ...(lost[0]
      ? [
          `no capture has ${plural(lost.length, "connection")} that a program told of, first ${lost[0].client}`,
        ]
      : []),
    ...(nameless[0]
      ? [
          `${plural(nameless.length, "connection")} cannot be found by port, first one of "${nameless[0].traffic}" at ${nameless[0].origin}: ${nameless[0].said}`,
        ]
      : []),
  ];
}
