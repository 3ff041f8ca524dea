import { groupBy } from "../core/index.js";
import {
  type CaseResult,
  type ConnectionResult,
  oneOfEachSet,
  type Tally,
} from "../verdict/index.js";
import { countFates } from "./counts.js";

/**
 * What became of the connections of a plan's own traffic that met its events; null where there are none, or it is open. A
 * transfer that goes on over another connection counts once, by its last one: it is lost only where that is. A set of
 * keep-alive requests counts once as well, and is lost where any of its connections is.
 */
export function tallyOf(result: CaseResult | undefined): Tally | null {
  const own = ownOf(result);
  const counted = oneOfEachSet(lastOfTransfers(own));
  const met = counted.filter(({ metNoEvent }) => !metNoEvent);
  const counts = countFates(met);
  if (!counts) return null;
  const further = own.length - counted.length;
  const early = counted.length - met.length;
  return {
    connections: met.length,
    counts,
    ...(further > 0 ? { further } : {}),
    ...(early > 0 ? { early } : {}),
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

// The connections of a case come in the order in which they began.
function lastOfTransfers(connections: readonly ConnectionResult[]): ConnectionResult[] {
  const transfers = groupBy(connections, (one) =>
    one.transfer === undefined ? one : `${one.traffic} ${one.transfer}`,
  );
  return [...transfers.values()].flatMap((group) => group.at(-1) ?? []);
}
