import { once } from "node:events";
import type { Readable } from "node:stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import { shippedLab } from "../../tests/helpers/shipped.js";
import { type Family, pause, Scope } from "../core/index.js";
import { scriptProcess } from "../driver/fixtures/node-process.js";
import type { NodeProcess, RunningLab } from "../driver/index.js";
import { trafficSchema } from "../scenario/index.js";
import { startTraffic } from "./index.js";
import { SourcePorts, type TrafficContext } from "./traffic.js";

let scope: Scope;
/** The command line of each origin's iperf, and the script in its place. */
let started: string[];
let running: NodeProcess[];
beforeEach(() => {
  scope = new Scope();
  started = [];
  running = [];
});
afterEach(() => scope[Symbol.asyncDispose]());

/** Streams of two origins, with shell scripts in the place of iperf. */
function start(
  asked: object,
  scripts: Record<string, string> = {},
  family: Family = 4,
  signal?: AbortSignal,
) {
  const node = (origin: string) => ({
    spawn: (argv: readonly string[]) => {
      started.push(argv.join(" "));
      const script = scriptProcess(scripts[origin] ?? "exec sleep 600");
      running.push(script);
      return script;
    },
  });
  const context: TrafficContext = {
    running: { spec: { lab: shippedLab("cluster") }, node } as unknown as RunningLab,
    family,
    scope,
    ports: new SourcePorts(20_000),
    soFar: () => [],
    signal,
  };
  const from = ["origin1", "origin2"];
  const traffic = { kind: "iperf", id: "asked", from, streams: 2, seconds: 5, ...asked };
  return startTraffic(trafficSchema.parse(traffic), context);
}

const stream = (id: number, port: number) =>
  `[  ${id}] local 198.51.100.2 port ${port} connected with 203.0.113.10 port 5001`;
const ran = (id: number) => `[  ${id}] 0.0000-5.0100 sec  76.1 KBytes   106 Kbits/sec`;
const says = (...lines: string[]) => `printf '%s\\n' '${lines.join("' '")}'`;

test.each([
  [{}, 4, "iperf -c 203.0.113.10 -P 2 -t 5"],
  [{ rate: "60kB" }, 4, "iperf -c 203.0.113.10 -P 2 -t 5 --fq-rate 480000 -l 4K -w 16K"],
  [{}, 6, "iperf -c 2001:db8:cafe::10 -V -P 2 -t 5"],
  [{ version: 3 }, 6, "iperf3 -c 2001:db8:cafe::10 -P 2 -t 5 --json"],
  [{ version: 3, rate: "60kB" }, 4, "iperf3 -c 203.0.113.10 -P 2 -t 5 --json -b 480000"],
] as const)("of %j in IPv%i each origin runs its own", (asked, family, command) => {
  start(asked, {}, family);
  expect(started).toEqual([command, command]);
});

test("streams of one origin alone are not all that is to be under way", async () => {
  const interrupt = new AbortController();
  const open = `${says(stream(1, 40_000), stream(2, 40_001))}; exec sleep 600`;
  const established = start({}, { origin1: open }, 4, interrupt.signal).established();
  // It is looked at every 10 ms.
  await once(running[0]?.process.stdout as Readable, "data");
  await pause(50);
  interrupt.abort();
  await expect(established).rejects.toMatchObject({ code: "E_INTERRUPTED" });
});

test("streams are under way when all of all origins are open, and end as records", async () => {
  const [first, second] = [stream(1, 40_000), stream(2, 40_001)];
  const scripts = {
    origin1: says(first, second, ran(1), ran(2)),
    origin2: says(first, second, ran(1)),
  };
  const traffic = start({}, scripts);
  await traffic.established();
  expect(traffic.firstDevice()).toBeUndefined();
  const records = await traffic.finished();
  expect(records.map(({ origin, client, said }) => [origin, client, said])).toEqual([
    ["origin1", "198.51.100.2:40000", "ok"],
    ["origin1", "198.51.100.2:40001", "ok"],
    ["origin2", "198.51.100.2:40000", "ok"],
    ["origin2", "198.51.100.2:40001", "reset"],
  ]);
  expect(records[0]).toMatchObject({
    traffic: "asked",
    server: "203.0.113.10",
    startWallNs: expect.stringMatching(/^\d{19}$/),
    durationMs: 5000,
  });
});
