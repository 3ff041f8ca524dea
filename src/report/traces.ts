import type { ConnectionResult } from "../verdict/index.js";

/** Connections that met the same end over the same devices. */
export interface TraceGroup {
  count: number;
  outcome: ConnectionResult["outcome"];
  devices: readonly string[];
  /** The sequence of the first of them: the packets of transfers hardly ever come in the very same order. */
  example: string;
}

/** Connections folded by how and where they ended, the largest group first. */
export function groupTraces(connections: readonly ConnectionResult[]): TraceGroup[] {
  const groups = new Map<string, TraceGroup>();
  for (const { sequence, outcome, devices } of connections) {
    const key = JSON.stringify([outcome, devices]);
    const group = groups.get(key);
    if (group) group.count += 1;
    else groups.set(key, { count: 1, outcome, devices, example: sequence });
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}
