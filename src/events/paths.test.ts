import { expect, test } from "vitest";
import { shippedLab } from "../../tests/helpers/shipped.js";
import { now } from "../core/index.js";
import type { EventContext } from "./context.js";
import type { FibMessage } from "./fib-watch.js";
import { toldLab } from "./fixtures/told-lab.js";
import { devicesLeftOut, devicesWithoutPath, isAnnounced, waysTo } from "./paths.js";

const cluster = shippedLab("cluster");
const tier = shippedLab("tier");

/** A lab whose routers forward the anycast address over these interfaces. */
function context(lab: typeof cluster, ways: Record<string, string[]>, told: FibMessage[] = []) {
  const node = (router: string) => ({
    exec: () =>
      Promise.resolve(
        JSON.stringify([{ dst: lab.vip[4], nexthops: ways[router]?.map((dev) => ({ dev })) }]),
      ),
  });
  const since = () => told;
  return {
    running: { spec: { lab }, node },
    family: 4,
    watches: new Map(["core", "lb1", "lb2"].map((router) => [router, { router, since }])),
  } as unknown as EventContext;
}

const without = (devices: string[], of: EventContext) =>
  devicesWithoutPath(devices, devices, of, 0n);
const message = (agoMs: number): FibMessage => ({
  wallNs: now().wallNs - BigInt(agoMs) * 1_000_000n,
  text: "203.0.113.10 nhid 50 proto bgp metric 20",
});

test("a device is back when the hop forwards to it", async () => {
  expect(waysTo("dest3", "core", cluster)).toEqual(["eth5"]);
  expect(await without(["dest3"], context(cluster, { core: ["eth3", "eth4", "eth5"] }))).toEqual(
    [],
  );
});

test("a device that the hop's new route leaves out has no path", async () => {
  const short = context(cluster, { core: ["eth3", "eth4"] }, [message(600)]);
  expect(await without(["dest3"], short)).toEqual(["dest3"]);
});

test("a route is given time to take a device in", async () => {
  const ways = { core: ["eth3", "eth4"] };
  const asked = without(["dest3"], context(cluster, ways, [message(0)]));
  ways.core.push("eth5");
  expect(await asked).toEqual([]);
});

test("a device has no path while the router before the hop forwards to nobody", async () => {
  const hop = { core: ["eth3", "eth4", "eth5"] };
  const asked = (ways: Record<string, string[]>, along: string[]) =>
    devicesWithoutPath(["dest3"], ["dest3"], context(cluster, ways, [message(600)]), 0n, along);
  expect(await asked(hop, ["first1", "core"])).toEqual(["dest3"]);
  expect(await asked({ ...hop, first1: ["eth2"] }, ["first1", "core"])).toEqual([]);
  // It has no way to a device itself.
  expect(await asked(hop, ["dest3", "core"])).toEqual([]);
});

test("behind balancers one of them is enough, and none without the hop's path to it", async () => {
  const toLb1 = waysTo("dest2", "core", tier).slice(0, 1);
  const toDest2 = waysTo("dest2", "lb1", tier);
  const some = { core: toLb1, lb1: toDest2, lb2: [] };
  expect(await without(["dest2"], context(tier, some))).toEqual([]);
  const cut = context(tier, { ...some, core: [] }, [message(600)]);
  expect(await without(["dest2"], cut)).toEqual(["dest2"]);
  const unchosen = context(tier, { core: toLb1, lb1: [], lb2: [] }, [message(600)]);
  expect(await without(["dest2"], unchosen)).toEqual(["dest2"]);
});

test("a device can be left out in one family alone", async () => {
  const { running, ways } = toldLab(cluster);
  ways[4] = { eth3: "", eth4: "", eth5: "" };
  ways[6] = { eth3: "", eth4: "" };
  const leftOut = await devicesLeftOut(["dest2", "dest3"], [4, 6], running);
  expect(leftOut).toEqual([{ device: "dest3", family: 6 }]);
});

test("what is not awaited is looked at once, and what the hop never chooses not at all", async () => {
  const none = context(cluster, { core: [] });
  expect(await devicesWithoutPath(["dest1"], [], none, 0n)).toEqual(["dest1"]);
  expect(await without(["far"], none)).toEqual([]);
});

test("a device is announced until it withdraws, and again when it announces", () => {
  const event = (name: string, target: string) => ({
    event: name,
    target,
    orderedWallNs: "0",
    orderedMonoNs: "0",
  });
  const events = [event("withdraw", "dest1"), event("withdraw", "dest2")];
  expect(isAnnounced("dest1", events)).toBe(false);
  expect(isAnnounced("dest1", [...events, event("announce", "dest1")])).toBe(true);
  expect(isAnnounced("dest3", events)).toBe(true);
});
