import { setImmediate } from "node:timers/promises";
import { describe, expect, test, vi } from "vitest";
import { shippedLab } from "../../tests/helpers/shipped.js";
import { pause, ShiftError } from "../core/index.js";
import type { Step } from "../scenario/index.js";
import type { EventContext } from "./context.js";
import { toldContext } from "./fixtures/told-context.js";
import { toldLab } from "./fixtures/told-lab.js";
import { performStep, spoilsLab } from "./steps.js";

const article = shippedLab("article");
const withdraw: Step = { do: "withdraw", device: "serving" };
const prepend = (towards: string): Step => ({ do: "prepend", node: "hop3a", towards, times: 2 });
const link: ["hop2", "hop3a"] = ["hop2", "hop3a"];

test("only link changes and commands spoil a lab", () => {
  const steps: Step[] = [
    withdraw,
    { do: "announce", device: "dest1" },
    { do: "flap", device: "dest1", times: 1, down: 1, up: 1 },
    { do: "link-down", link },
    { do: "link-up", link },
    prepend("hop2"),
    { do: "drop", node: "hop2", for: 10, background: false },
    { do: "silence", device: "dest1" },
    { do: "command", node: "hop2", run: ["true"] },
    { do: "open", traffic: "held" },
    { do: "probe", traffic: "held", background: false },
  ];
  expect(steps.filter(spoilsLab).map((step) => step.do)).toEqual([
    "link-down",
    "link-up",
    "command",
  ]);
});

test("a device that withdraws again has withdrawn already", async () => {
  const message = "dest1: vtysh ended with 1: % Can't find static route specified";
  const said = (text: string) => {
    const node = () => ({
      exec: () => Promise.reject(new ShiftError({ code: "E_COMMAND", message: text })),
    });
    return performStep({ do: "withdraw", device: "dest1" }, {
      running: { spec: { lab: article }, node },
      family: 4,
      scope: { defer: () => undefined },
      watches: new Map(),
      recorded: () => [],
    } as unknown as EventContext);
  };
  await expect(said(message)).rejects.toMatchObject({
    code: "E_EVENT",
    message: "dest1 has withdrawn already",
  });
  await expect(said("dest1: vtysh ended with 1: ")).rejects.toMatchObject({ code: "E_COMMAND" });
});

describe("in a lab", () => {
  const cluster = shippedLab("cluster");
  const NETWORK = `network ${cluster.vip[4]}/32`;

  test("a flap withdraws and announces as often as it says, with its pauses, and ends announced", async () => {
    const lab = toldLab(cluster);
    const { context, events, scope } = toldContext(lab);
    const flap = { do: "flap", device: "dest2", times: 2, down: 30, up: 20 } as const;
    await performStep(flap, context);
    const names = ["withdraw", "announce", "withdraw", "announce"];
    expect(events.map(({ event }) => event)).toEqual(names);
    expect(lab.told.map((line) => line.endsWith(`-c no ${NETWORK}`))).toEqual([
      ...[true, false],
      ...[true, false],
    ]);
    const ms = events.map(({ orderedMonoNs }) => Number(orderedMonoNs) / 1e6);
    const [away = 0, back = 0, again = 0] = ms;
    // A timer may come early by what its clock leaves out, less than a millisecond.
    expect(back - away).toBeGreaterThan(29);
    expect(again - back).toBeGreaterThan(19);
    lab.told.length = 0;
    await scope[Symbol.asyncDispose]();
    expect(lab.told.at(-1)).toMatch(new RegExp(`^dest2: vtysh .* -c ${NETWORK}$`));
  });

  test("each half of a flap is over before the next begins", async () => {
    const { context, events } = toldContext(toldLab(cluster));
    const settled: number[] = [];
    context.settle = async () => {
      await pause(20);
      settled.push(events.length);
      return false;
    };
    await performStep({ do: "flap", device: "dest2", times: 1, down: 1, up: 1 }, context);
    expect(settled).toEqual([1, 2]);
  });

  test("nothing is done before a step's own time has passed", async () => {
    const lab = toldLab(cluster);
    const { context } = toldContext(lab, { signal: AbortSignal.abort() });
    const step = { do: "withdraw", device: "dest1", after: 3_600_000 } as const;
    await expect(performStep(step, context)).rejects.toMatchObject({ code: "E_INTERRUPTED" });
    expect(lab.told).toEqual([]);
  });

  test("a withdrawal is undone, and an announcement stays", async () => {
    const lab = toldLab(cluster);
    const withdrawn = toldContext(lab);
    await performStep({ do: "withdraw", device: "dest1" }, withdrawn.context);
    await withdrawn.scope[Symbol.asyncDispose]();
    expect(lab.told).toHaveLength(2);
    expect(lab.told[1]).toMatch(new RegExp(`^dest1: vtysh .* -c ${NETWORK}$`));
    const announced = toldContext(lab);
    await performStep({ do: "announce", device: "dest1" }, announced.context);
    await announced.scope[Symbol.asyncDispose]();
    expect(lab.told).toHaveLength(3);
  });

  test("a withdrawal shows at every hop that chooses the device", async () => {
    const asked: string[] = [];
    const { context } = toldContext(toldLab(shippedLab("tier")));
    for (const [router, watch] of context.watches) {
      watch.since = (wallNs, matches) => {
        asked.push(router);
        return matches("Deleted 203.0.113.10 nhid 24") ? [{ wallNs, text: "it" }] : [];
      };
    }
    await performStep({ do: "withdraw", device: "dest1" }, context);
    expect(new Set(asked)).toEqual(new Set(["lb1", "lb2"]));
  });

  test("of a device whose link is down nobody has to show it", async () => {
    let clock = 0;
    vi.spyOn(performance, "now").mockImplementation(() => (clock += 1000));
    const { context, events } = toldContext(toldLab(cluster));
    await performStep({ do: "link-down", link: ["core", "dest1"] }, context);
    for (const watch of context.watches.values()) watch.since = () => [];
    await performStep({ do: "withdraw", device: "dest1" }, context);
    await performStep({ do: "withdraw", device: "dest2" }, context);
    vi.restoreAllMocks();
    expect(events.map(({ target, stays }) => [target, stays])).toEqual([
      ["core-dest1", undefined],
      ["dest1", true],
      ["dest2", undefined],
    ]);
  });

  test("of a device that was left out an announcement says whether it is taken in", async () => {
    const lab = toldLab(cluster);
    lab.ways[4] = { eth3: "", eth4: "" };
    const announced = async (step: Step, before: string) => {
      const { context, events } = toldContext(lab);
      events.push({
        event: "link-up",
        target: "core-dest3",
        unreached: [before],
        orderedWallNs: "0",
        orderedMonoNs: "0",
      });
      await performStep(step, context);
      return events.at(-1)?.unreached;
    };
    expect(await announced({ do: "announce", device: "dest3" }, "dest3")).toEqual(["dest3"]);
    expect(await announced({ do: "announce", device: "dest3" }, "dest1")).toBeUndefined();
    expect(await announced({ do: "withdraw", device: "dest3" }, "dest3")).toBeUndefined();
  });

  test("prepending shows at the neighbour, in both families, and goes back to what the topology says", async () => {
    const lab = toldLab(cluster);
    const { context, events, scope } = toldContext(lab);
    const times = (line: string | undefined) =>
      /as-path prepend((?: \d+)+)/
        .exec(line ?? "")?.[1]
        ?.trim()
        .split(" ").length;
    await performStep({ do: "prepend", node: "detour", towards: "first1", times: 5 }, context);
    await performStep({ do: "prepend", node: "detour", towards: "far", times: 1 }, context);
    expect(events[0]).toMatchObject({ times: 5, router: "first1" });
    expect(lab.told.slice(0, 3)).toMatchObject([
      expect.stringContaining("route-map"),
      "detour: vtysh -d bgpd -c clear bgp ipv4 unicast * soft out",
      "detour: vtysh -d bgpd -c clear bgp ipv6 unicast * soft out",
    ]);
    expect(times(lab.told[0])).toBe(5);
    lab.told.length = 0;
    await scope[Symbol.asyncDispose]();
    expect([times(lab.told[0]), times(lab.told[3])]).toEqual([undefined, 2]);
  });

  test("what was foretold holds until something moves ways, and is asked for anew at each use", async () => {
    const told: string[] = [];
    const oracle = {
      ask: () => late("ask"),
      expire: () => void told.push("expire"),
    };
    const late = async (what: string) => {
      await setImmediate();
      told.push(what);
    };
    const { context } = toldContext(toldLab(cluster), {
      oracle,
      open: (id) => setImmediate().then(() => late(`open ${id}`)),
      probe: async (id) => void told.push(`probe ${id}`),
    });
    const toldBy = async (step: Step) => {
      told.length = 0;
      await performStep(step, context);
      return [...told];
    };
    const probe = { do: "probe", traffic: "held", background: false } as const;
    expect(await toldBy(probe)).toEqual(["ask", "probe held"]);
    expect(await toldBy({ do: "open", traffic: "held" })).toEqual(["open held", "ask"]);
    const drop = { do: "drop", node: "core", for: 1, background: false } as const;
    expect(await toldBy(drop)).toEqual([]);
    for (const step of [
      { do: "withdraw", device: "dest1" },
      { do: "prepend", node: "core", towards: "first1", times: 2 },
      { do: "ttl", node: "first1", value: 40 },
      { do: "silence", device: "dest1" },
    ] as const) {
      expect(await toldBy(step)).toEqual(["expire"]);
    }
  });
});
