import type { TracedConnection } from "../analysis/index.js";
import { groupBy, type TrafficRecord } from "../core/index.js";
import { nearest, type Span } from "./points.js";

/**
 * When the ports of each connection of a capture were its own: of connections that used the same ones one after another,
 * each has the packets up to the next one's first.
 */
export function spansOf(
  connections: readonly TracedConnection[],
  endsOf: (connection: TracedConnection) => string,
): (connection: TracedConnection) => Span {
  const sharing = groupBy(connections, endsOf);
  return (connection) => {
    const starts = (sharing.get(endsOf(connection)) ?? []).map(startOf);
    const own = startOf(connection);
    return {
      since: starts.some((start) => start < own) ? own : undefined,
      until: starts.filter((start) => start > own).sort((a, b) => (a < b ? -1 : 1))[0],
    };
  };
}

/** Of records about connections of the same ports the one that is about this connection: its SYN followed at once. */
export function nearestRecord(
  records: readonly TrafficRecord[],
  connection: TracedConnection,
): TrafficRecord | undefined {
  return nearest(records, ({ startWallNs }) => BigInt(startWallNs), startOf(connection));
}

function startOf({ packets }: TracedConnection): bigint {
  return packets[0]?.ns ?? 0n;
}
