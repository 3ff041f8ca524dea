import type { ConnectionResult } from "../verdict/index.js";

/** Connections that look alike: the same packets, the same end, the same devices. */
export interface TraceGroup {
  count: number;
  sequence: string;
  outcome: ConnectionResult["outcome"];
  devices: readonly string[];
}

/** Connections folded by what they did, the most frequent first. */
export function groupTraces(connections: readonly ConnectionResult[]): TraceGroup[] {
  const groups = new Map<string, TraceGroup>();
  for (const { sequence, outcome, devices } of connections) {
    const key = JSON.stringify([sequence, outcome, devices]);
    const group = groups.get(key);
    if (group) group.count += 1;
    else groups.set(key, { count: 1, sequence, outcome, devices });
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}
