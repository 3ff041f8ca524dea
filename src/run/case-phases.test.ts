import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { shippedLab } from "../../tests/helpers/shipped.js";
import { type ActiveCondition, applyCondition } from "../catalogue/index.js";
import type { TrafficRecord } from "../core/index.js";
import type { NodeShell } from "../driver/index.js";
import { mitigationSchema, type Step } from "../scenario/index.js";
import { SourcePorts, startTraffic } from "../traffic/index.js";
import { runCase } from "./case.js";
import { noLab } from "./fixtures/no-lab.js";
import { type PlannedParts, planned } from "./fixtures/planned.js";
import { waitForForwarding } from "./forwarding.js";

const log: string[] = [];
/** Logs what takes some moments, more of them than what comes next: who does not wait for it comes before it. */
async function late(what: string, moments = 1): Promise<void> {
  for (let moment = 0; moment < moments; moment++) await setImmediate();
  log.push(what);
}

vi.mock("./case-captures.js", () => ({
  CaseCaptures: {
    arm: async () => {
      await late("armed");
      return { stop: () => late("captured") };
    },
  },
}));
vi.mock("./leftover-sockets.js", () => ({
  killLeftoverSockets: () => late("sockets killed", 2),
}));
vi.mock("./forwarding.js", () => ({ waitForForwarding: vi.fn() }));
vi.mock("../catalogue/index.js", () => ({
  applyCondition: vi.fn(),
  applyOwnMitigation: async () => {
    log.push("mitigation made");
    return { fault: () => "its helper ended" };
  },
}));
vi.mock("../events/index.js", async (original) => ({
  ...(await original<typeof import("../events/index.js")>()),
  watchFib: async ({ name: router }: NodeShell) => ({
    router,
    since: (wallNs: bigint) => [{ wallNs, text: "it" }],
  }),
}));
vi.mock("../traffic/index.js", async (original) => ({
  ...(await original<typeof import("../traffic/index.js")>()),
  startTraffic: vi.fn(),
}));

const lab = shippedLab("cluster");
const RECORD = {
  traffic: "held",
  client: "198.51.100.2:20000",
  server: lab.vip[4],
  origin: "origin1",
} as TrafficRecord;
const HELD: NonNullable<PlannedParts["traffic"]> = [
  { kind: "held", id: "held", to: "anycast", count: 1, timeout: 1, sources: "one", later: false },
];
const SYSCTL = { kind: "sysctl", node: "core", key: "net.ipv4.tcp_ecn", value: "2" } as const;
const command = (program: string): Step => ({ do: "command", node: "core", run: [program] });
const WITHDRAW = { do: "withdraw", device: "dest1" } as const;

beforeEach(() => {
  log.length = 0;
  vi.mocked(waitForForwarding).mockImplementation(async () => {
    await late("forwarding", 3);
    return [];
  });
  inForce({});
  vi.mocked(startTraffic).mockImplementation(({ id }) => {
    log.push(`${id} started`);
    return {
      id,
      established: () => late(`${id} under way`),
      firstDevice: () => "dest1",
      soFar: () => [RECORD],
      finished: async () => {
        await late(`${id} ended`);
        return [RECORD];
      },
    };
  });
});
afterEach(() => void vi.clearAllMocks());

/** Makes every condition one that says so of itself. */
function inForce(parts: Partial<ActiveCondition>): void {
  vi.mocked(applyCondition).mockImplementation(async (_, { scope }) => {
    await late("condition made");
    scope.defer("it", () => void log.push("condition undone"));
    return {
      ready: () => late("ready"),
      settle: () => late("settled", 2),
      ...parts,
    };
  });
}

const lost = (dropped: number) =>
  JSON.stringify({ ipv4Unicast: { peers: { a: { connectionsDropped: dropped } } } });

/** What is recorded of a case. @param dropped how often core's session was lost, by each look */
async function evidenceOf(parts: PlannedParts, dropped = [0], dead: string[] = []) {
  const one = { ...planned("case", { traffic: HELD, ...parts }), lab };
  const exec: NodeShell["exec"] = async (argv) => {
    if (argv[0] === "nft") log.push("rules set");
    if (argv.includes("false")) throw new Error("it fails");
    if (argv.includes("show bgp summary json"))
      return lost((dropped.length > 1 ? dropped.shift() : dropped[0]) ?? 0);
    if (argv.includes("vtysh")) log.push("withdrawn or announced");
    return "";
  };
  return runCase(one, {
    running: { ...noLab(one, exec), deadNodes: () => dead },
    ports: new SourcePorts(20_000),
    runFolder: "",
    labFolder: "",
    scenarioFile: "",
    listener: () => undefined,
  });
}

test("its phases come one after the other, and all is undone in reverse", async () => {
  const { faults, traffic } = await evidenceOf({ conditions: [SYSCTL], timeline: [WITHDRAW] });
  expect(faults).toEqual([]);
  expect(traffic).toEqual([RECORD]);
  expect(log).toEqual([
    "sockets killed",
    "condition made",
    "armed",
    "held started",
    "held under way",
    "ready",
    "withdrawn or announced",
    "forwarding",
    "settled",
    "held ended",
    "captured",
    "withdrawn or announced",
    "condition undone",
  ]);
});

test.each([
  [
    "a condition that failed",
    () => inForce({ fault: () => "the agent failed" }),
    "the agent failed",
  ],
  [
    "a router that forwards otherwise than it must",
    () => vi.mocked(waitForForwarding).mockResolvedValue(["core: short"]),
    "core: short",
  ],
])("%s is a fault", async (_, prepare, fault) => {
  prepare();
  const { faults } = await evidenceOf({ conditions: [SYSCTL], timeline: [WITHDRAW] });
  expect(faults).toEqual([fault]);
});

test("a mitigation of its own comes after the conditions, and can fail as they can", async () => {
  const mitigation = mitigationSchema.parse({ name: "x", at: { core: { commands: [["true"]] } } });
  const { faults } = await evidenceOf({ conditions: [SYSCTL], mitigation });
  expect(log.slice(1, 4)).toEqual(["condition made", "mitigation made", "armed"]);
  expect(faults).toEqual(["its helper ended"]);
});

test("a session that is lost is a fault, unless an event ends it", async () => {
  const why = "the BGP session of core with a was lost although no event ended it";
  expect((await evidenceOf({ timeline: [WITHDRAW] }, [0, 1])).faults).toEqual([why]);
  const silence = { do: "silence", device: "dest1" } as const;
  expect((await evidenceOf({ timeline: [silence] }, [0, 1])).faults).toEqual([]);
  expect((await evidenceOf({ timeline: [command("true")] }, [0, 1])).faults).toEqual([]);
});

test("of what routers forward nothing is expected once a command may have changed it", async () => {
  vi.mocked(waitForForwarding).mockResolvedValue(["core: short"]);
  const { faults } = await evidenceOf({ timeline: [command("true"), WITHDRAW] });
  expect(faults).toEqual([]);
});

test("a node that ends is a fault", async () => {
  const { faults } = await evidenceOf({}, [0], ["dest2"]);
  expect(faults).toEqual(["E_NODE_DIED: dest2 ended during the case"]);
});

test("the traffic ends after what goes on in the background", async () => {
  const drop = { do: "drop", node: "core", for: 30, background: true } as const;
  const { events } = await evidenceOf({ timeline: [drop] });
  expect(events.map(({ event }) => event)).toEqual(["drop", "drop-end"]);
  expect(log.slice(-4)).toEqual(["rules set", "rules set", "held ended", "captured"]);
});

test("what held connections told is kept when a step fails, and once when something fails later", async () => {
  const failed = await evidenceOf({ timeline: [command("false")] });
  expect(failed.faults).toEqual([expect.stringContaining("it fails")]);
  expect(failed.traffic).toEqual([RECORD]);
  expect(log).toContain("captured");
  const later = await evidenceOf({ timeline: [WITHDRAW] }, [0, Number.NaN]);
  expect(later.faults).toHaveLength(1);
  expect(later.traffic).toEqual([RECORD]);
});

test("nothing is foretold where a condition, or a command of its own, may change how a hop chooses", async () => {
  expect((await evidenceOf({ timeline: [command("true")] })).oracle?.skipped).toBe(
    "core is changed by the scenario's own commands",
  );
  inForce({ choice: { node: "core", unpredictable: "spreads" } });
  expect((await evidenceOf({ conditions: [SYSCTL] })).oracle?.skipped).toBe("core spreads");
  const quiet = await evidenceOf({ timeline: [{ do: "abort", traffic: "held" }] });
  expect(quiet.oracle?.skipped).not.toContain("commands");
  expect(quiet.oracle?.tested).toBeUndefined();
});

test("where an expectation tests what is foretold, that is known", async () => {
  const { oracle } = await evidenceOf({ expect: [{ that: "foretold", of: "held", right: 1 }] });
  expect(oracle?.tested).toBe(true);
});
