import { type End, endOf } from "../core/index.js";
import type { ConnectionResult } from "../verdict/index.js";

/** Connections that met the same end over the same devices. */
export interface TraceGroup {
  count: number;
  end: End<ConnectionResult["outcome"]>;
  devices: readonly string[];
  /** The sequence of the first of them: the packets of transfers hardly ever come in the very same order. */
  example: string;
}

/** Connections folded by how and where they ended, the largest group first. */
export function groupTraces(connections: readonly ConnectionResult[]): TraceGroup[] {
  const groups = new Map<string, TraceGroup>();
  for (const connection of connections) {
    const { sequence, devices } = connection;
    const end = endOf(connection);
    const key = JSON.stringify([end, devices]);
    const group = groups.get(key);
    if (group) group.count += 1;
    else groups.set(key, { count: 1, end, devices, example: sequence });
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}
