import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { pause, Scope } from "../core/index.js";
import { idleProcess } from "../driver/fixtures/node-process.js";
import type { NodeShell } from "../driver/index.js";
import { parseMonitorLine, watchFib } from "./fib-watch.js";

test("a line of `ip -ts -o monitor` is its time to the microsecond, in UTC, and its text", () => {
  const line = "[2026-11-24T20:05:10.123456] 203.0.113.10 nhid 24 proto bgp metric 20 ";
  expect(parseMonitorLine(line)).toEqual({
    // date -u -d 2026-11-24T20:05:10Z +%s
    wallNs: 1_795_550_710_123_456_000n,
    text: "203.0.113.10 nhid 24 proto bgp metric 20",
  });
});

test("a message of several lines is one, as a person reads it", () => {
  const line =
    "[1970-01-01T00:00:01.000000] 203.0.113.10 nhid 41 metric 20 \\\tnexthop via 198.18.0.7 dev eth6 weight 1 \\\tnexthop via 198.18.0.1 dev eth3 weight 1 ";
  expect(parseMonitorLine(line)?.text).toBe(
    "203.0.113.10 nhid 41 metric 20 nexthop via 198.18.0.7 dev eth6 weight 1 nexthop via 198.18.0.1 dev eth3 weight 1",
  );
});

test("microseconds keep their leading zeros", () => {
  const message = parseMonitorLine("[1970-01-01T00:00:01.000007] Deleted id 24 dev eth2");
  expect(message).toEqual({ wallNs: 1_000_007_000n, text: "Deleted id 24 dev eth2" });
});

test.each(["", "Timestamp: Tue Nov 24 20:05:10 2026 123456 usec", "[later] x", "203.0.113.10"])(
  "%j is no message",
  (line) => {
    expect(parseMonitorLine(line)).toBeUndefined();
  },
);

/** A router whose monitor prints what is written to this stream. */
function monitored(exec: (stdout: PassThrough) => void = () => {}): NodeShell {
  const stdout = new PassThrough();
  return {
    name: "core",
    spawn: () => idleProcess({ stdout }),
    exec: () => Promise.resolve(exec(stdout)),
  } as unknown as NodeShell;
}

test("arming a monitor that says nothing ends with the signal", async () => {
  const node = monitored();
  await using scope = new Scope();
  const controller = new AbortController();
  const armed = watchFib(node, scope, controller.signal);
  const start = performance.now();
  void pause(20).then(() => controller.abort());
  await expect(armed).rejects.toMatchObject({ code: "E_INTERRUPTED" });
  expect(performance.now() - start).toBeLessThan(2_000);
});

test("a watch tells what matches from a moment on, and nothing from before", async () => {
  await using scope = new Scope();
  const node = monitored((stdout) => {
    for (const text of ["01] old", "02] same", "03] other", "04] new", "05] table 31337"])
      stdout.write(`[1970-01-01T00:00:00.0000${text}\n`);
  });
  const watch = await watchFib(node, scope);
  const told = watch.since(2000n, (text) => text !== "other").map(({ text }) => text);
  // Each time that the probe route is changed it says the same.
  expect([...new Set(told)]).toEqual(["same", "new", "table 31337"]);
});

test("a monitor is armed once it shows the probe route, which is gone then, and ends with the scope", async () => {
  const stdout = new PassThrough();
  const monitor = idleProcess({ stdout });
  const done: unknown[] = [];
  const node = {
    name: "core",
    spawn: () => monitor,
    exec: async ([, , what, , address]: string[]) => {
      done.push(`${what} ${address}`);
      // It listens from the second time on.
      const text = done.length > 2 ? `unreachable ${address} table 31337` : "203.0.113.10 nhid 24";
      stdout.write(`[1970-01-01T00:00:00.000001] ${text}\n`);
    },
  } as unknown as NodeShell;
  {
    await using scope = new Scope();
    await watchFib(node, scope);
    const once = ["add 192.0.2.255/32", "del 192.0.2.255/32"];
    expect(done.slice(0, 4)).toEqual([...once, ...once]);
    expect(done.at(-1)).toBe(once[1]);
  }
  await monitor.process;
});
