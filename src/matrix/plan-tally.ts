import { groupBy } from "../core/index.js";
import type { CaseResult, ConnectionResult, Tally } from "../verdict/index.js";
import { countFates } from "./counts.js";

/**
 * What became of the connections of a plan's own traffic; null where there are none, or it is open. A transfer that goes on
 * over another connection counts once, by its last one: it is lost only where that is.
 */
export function tallyOf(result: CaseResult | undefined): Tally | null {
  const own = result?.connections.filter(({ traffic }) => traffic !== undefined) ?? [];
  const last = lastOfTransfers(own);
  const counts = countFates(last);
  if (!counts) return null;
  const further = own.length - last.length;
  return { connections: last.length, counts, ...(further > 0 ? { further } : {}) };
}

// The connections of a case come in the order in which they began.
function lastOfTransfers(connections: readonly ConnectionResult[]): ConnectionResult[] {
  const transfers = groupBy(connections, (one) =>
    one.transfer === undefined ? one : `${one.traffic} ${one.transfer}`,
  );
  return [...transfers.values()].flatMap((group) => group.at(-1) ?? []);
}
