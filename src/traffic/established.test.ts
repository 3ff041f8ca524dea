import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { shippedLab } from "../../tests/helpers/shipped.js";
import { Scope, until } from "../core/index.js";
import { scriptProcess } from "../driver/fixtures/node-process.js";
import type { RunningLab } from "../driver/index.js";
import { type Traffic, trafficSchema } from "../scenario/index.js";
import { startTraffic } from "./index.js";
import { SourcePorts, type TrafficContext } from "./traffic.js";

const CURL = { kind: "curl", sizes: ["1MB"] };
const KEEP_ALIVE = { kind: "keep-alive", gap: "1s" };
const IPERF = { kind: "iperf", streams: 2, seconds: 5 };
const IPERF3 = { ...IPERF, version: 3 };

let scope: Scope;
/** What origins tell of their sockets. */
let sockets: string;
/** How often they have. */
let timesAsked: number;
beforeEach(() => {
  scope = new Scope();
  sockets = "";
  timesAsked = 0;
});
afterEach(() => scope[Symbol.asyncDispose]());

/** Traffic of one origin, with a shell script in the place of its program. */
function start(asked: object, script: string) {
  const node = {
    spawn: () => scriptProcess(script),
    exec: () => {
      timesAsked++;
      return Promise.resolve(sockets);
    },
  };
  const context: TrafficContext = {
    running: { spec: { lab: shippedLab("cluster") }, node: () => node } as unknown as RunningLab,
    family: 4,
    scope,
    ports: new SourcePorts(20_000),
    soFar: () => [],
  };
  const traffic: Traffic = trafficSchema.parse({ id: "asked", from: ["origin1"], ...asked });
  return startTraffic(traffic, context);
}

describe("traffic of which a program fails", () => {
  test.each([
    ["curl", CURL],
    ["keep-alive", KEEP_ALIVE],
    ["iperf", IPERF],
  ])("by %s says so at once", async (_, asked) => {
    const traffic = start(asked, "echo no way >&2; exit 2");
    await expect(traffic.established()).rejects.toMatchObject({
      code: "E_TRAFFIC",
      message: expect.stringMatching(/^(curl|iperf) at origin1 .*: no way$/),
    });
  });
});

test("keep-alive requests that are refused are not waited for", async () => {
  const traffic = start(KEEP_ALIVE, `echo '{"exitcode":7}'; exec sleep 600`);
  await traffic.established();
});

test("iperf3 is under way when its streams and their control connection are in use", async () => {
  const traffic = start(IPERF3, "exec sleep 600");
  let established = false;
  const wait = traffic.established().then(() => {
    established = true;
  });
  const [fresh, waits, used] = ["", " bytes_sent:37", " bytes_sent:4000"].map(
    (info) => `0 0 198.51.100.2:40000 203.0.113.10:5201 cubic${info} segs_out:2\n`,
  ) as [string, string, string];
  for (const open of ["", fresh, used + used, used + waits + waits]) {
    sockets = open;
    const before = timesAsked;
    await until("it to be asked twice", () => timesAsked >= before + 2, { deadlineMs: 5_000 });
    expect(established).toBe(false);
  }
  sockets = used + used + used;
  await wait;
});

test("iperf3 whose connections reach different devices is told", async () => {
  vi.useFakeTimers({ toFake: ["performance", "setTimeout"] });
  const traffic = start(IPERF3, "exec sleep 600");
  sockets = "a bytes_sent:300\nb bytes_sent:37\nc bytes_sent:37\n";
  const wait = expect(traffic.established()).rejects.toMatchObject({
    code: "E_TIMEOUT",
    message: expect.stringMatching(
      /2 streams of "asked"; seen: 3 connections of origin1, 1 of them in use; iperf 3 needs /,
    ),
  });
  await vi.advanceTimersByTimeAsync(16_000);
  await wait;
  vi.useRealTimers();
});
