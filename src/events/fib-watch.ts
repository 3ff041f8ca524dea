import { createInterface } from "node:readline";
import { type Scope, until } from "../core/index.js";
import type { NodeShell } from "../driver/index.js";

/** One netlink message about a router's routes, next hops or links, as `ip monitor` printed it. */
export interface FibMessage {
  wallNs: bigint;
  text: string;
}

/** A running netlink monitor in one router. */
export interface FibWatch {
  readonly router: string;
  /** Messages from this moment on that match, oldest first. */
  since(wallNs: bigint, matches: (text: string) => boolean): FibMessage[];
}

const ARM_DEADLINE_MS = 5000;
// A table that no rule looks up: a change there is announced by netlink and moves nothing.
const PROBE_TABLE = "31337";

/** Hands over each change of a router's routes, next hops and links from some moment soon after the start. */
export function monitorFib(
  node: NodeShell,
  scope: Scope,
  onMessage: (message: FibMessage) => void,
): void {
  const monitor = node.spawn(["ip", "-ts", "-o", "monitor", "route", "nexthop", "link"]);
  scope.defer(`FIB monitor at ${node.name}`, () => monitor.end("SIGTERM"));
  createInterface({ input: monitor.process.stdout }).on("line", (line) => {
    const message = parseMonitorLine(line);
    if (message) onMessage(message);
  });
}

/**
 * Watches a router's routes, next hops and links. `ip monitor` stamps each message itself (microseconds), so no delay of
 * this process is in the time. Armed when a probe route in an unused table has been seen.
 * @throws ShiftError E_TIMEOUT when it is not, E_INTERRUPTED when the signal aborts before.
 */
export async function watchFib(
  node: NodeShell,
  scope: Scope,
  signal?: AbortSignal,
): Promise<FibWatch> {
  const messages: FibMessage[] = [];
  monitorFib(node, scope, (message) => messages.push(message));
  const route = ["unreachable", "192.0.2.255/32", "table", PROBE_TABLE];
  await until(
    `the FIB monitor at ${node.name}`,
    async () => {
      // Added and deleted each time: the kernel announces no route that is there already.
      await node.exec(["ip", "route", "add", ...route], { inside: "net" });
      await node.exec(["ip", "route", "del", ...route], { inside: "net" });
      return messages.some(({ text }) => text.includes(`table ${PROBE_TABLE}`));
    },
    { deadlineMs: ARM_DEADLINE_MS, signal },
  );
  return {
    router: node.name,
    since: (wallNs, matches) =>
      messages.filter((message) => message.wallNs >= wallNs && matches(message.text)),
  };
}

/** Time and text of a line such as `[2026-11-24T20:05:10.123456] 203.0.113.10 nhid 24 …`; undefined for others. */
export function parseMonitorLine(line: string): FibMessage | undefined {
  const match = /^\[(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.(\d{6})\]\s*(.*)$/.exec(line);
  if (!match) return undefined;
  const seconds = BigInt(Date.parse(`${match[1]}Z`)) * 1_000_000n;
  // `-o` writes a backslash for each line break.
  const text = (match[3] as string).replace(/\s*\\\s*/g, " ").trim();
  return { wallNs: seconds + BigInt(match[2] as string) * 1000n, text };
}
