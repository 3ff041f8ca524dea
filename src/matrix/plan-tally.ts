import { groupBy } from "../core/index.js";
import {
  type CaseResult,
  type ConnectionResult,
  lastOfTransfers,
  oneOfEachSet,
  setOf,
  type Tally,
  transferOf,
} from "../verdict/index.js";
import { countFates } from "./counts.js";

/**
 * What became of the connections of a plan's own traffic that met its events; null where there are none, or it is open.
 * Survivors that had ended before the first do not count, nor those that began after the last where none of these was lost:
 * they would make any loss look small. A transfer that goes on over another connection counts once, by its last one: it is
 * lost only where that is. A set of keep-alive requests counts once as well, and is lost where any of its connections is:
 * by its first loss, and one in another way later is counted beside.
 */
export function tallyOf(result: CaseResult | undefined): Tally | null {
  const own = ownOf(result);
  const counted = oneOfEachSet(lastOfTransfers(own));
  const inTime = counted.filter(({ metNoEvent }) => !metNoEvent);
  const begun = groupBy(own, partOf);
  const beganLate = (one: ConnectionResult) =>
    begun.get(partOf(one))?.every(({ afterEvents }) => afterEvents);
  // Where one of them is lost, something still stood in the way of all.
  const isOver = inTime.filter(beganLate).every(({ fate }) => fate === "survived");
  const met = isOver ? inTime.filter((one) => !beganLate(one)) : inTime;
  const counts = countFates(met);
  if (!counts) return null;
  const further = own.length - counted.length;
  const early = counted.length - inTime.length;
  const late = inTime.length - met.length;
  const later = met.flatMap((one) => laterLosses(one, begun.get(partOf(one)) ?? []));
  const again = countFates(later);
  if (later.length > 0 && !again) return null;
  return {
    connections: met.length,
    counts,
    ...(again ? { again } : {}),
    ...(further > 0 ? { further } : {}),
    ...(early > 0 ? { early } : {}),
    ...(late > 0 ? { late } : {}),
  };
}

/** Ids of traffic of which every connection had ended before the first event: it was put to no test. */
export function untried(result: CaseResult | undefined): string[] {
  const byTraffic = groupBy(ownOf(result), ({ traffic }) => traffic ?? "");
  return [...byTraffic]
    .filter(([, connections]) => connections.every(({ metNoEvent }) => metNoEvent))
    .map(([id]) => id);
}

function ownOf(result: CaseResult | undefined): ConnectionResult[] {
  return result?.connections.filter(({ traffic }) => traffic !== undefined) ?? [];
}

// One connection for each way in which the set of another was lost beside that one's.
function laterLosses(first: ConnectionResult, group: ConnectionResult[]): ConnectionResult[] {
  if (first.set === undefined) return [];
  const lost = group.filter(({ fate }) => fate !== first.fate && fate !== "survived");
  return [...new Map(lost.map((one) => [one.fate, one])).values()];
}

// What a connection is part of; one that is of no download and no set is by itself.
function partOf(one: ConnectionResult): unknown {
  return transferOf(one) ?? setOf(one);
}
