import { afterEach, expect, test, vi } from "vitest";
import { shippedLab } from "../../tests/helpers/shipped.js";
import type { EventRecord } from "../core/index.js";
import { nodeOf } from "../topology/index.js";
import { noLab } from "./fixtures/no-lab.js";
import { expectedInterfaces, waitForForwarding } from "./forwarding.js";

afterEach(() => void vi.restoreAllMocks());

const lab = shippedLab("cluster");
const core = nodeOf(lab, "core");
const happened = (...events: [string, string, number?][]): EventRecord[] =>
  events.map(([event, target, times]) => ({
    event,
    target,
    ...(times === undefined ? {} : { times }),
    orderedWallNs: "1",
    orderedMonoNs: "1",
  }));

test("a router forwards to the devices that are announced", () => {
  expect(expectedInterfaces(lab, core, [])).toEqual(["eth3", "eth4", "eth5"]);
  const one = happened(["withdraw", "dest2"], ["probe", "held"]);
  expect(expectedInterfaces(lab, core, one)).toEqual(["eth3", "eth5"]);
  const back = happened(["withdraw", "dest2"], ["withdraw", "dest1"], ["announce", "dest2"]);
  expect(expectedInterfaces(lab, core, back)).toEqual(["eth4", "eth5"]);
});

test("a member that leads to a device over another hop counts by the device", () => {
  const article = shippedLab("article");
  const hop = nodeOf(article, "hop2");
  expect(expectedInterfaces(article, hop, happened(["withdraw", "dest1"]))).toHaveLength(1);
});

test("a path that prepending makes longer is left, and taken again when it is undone", () => {
  const article = shippedLab("article");
  const hop = nodeOf(article, "hop2");
  const drained = happened(["prepend", "dest1 towards hop3a", 3]);
  expect(expectedInterfaces(article, hop, drained)).toEqual(["eth3"]);
  const back = [...drained, ...happened(["prepend", "dest1 towards hop3a", 0])];
  expect(expectedInterfaces(article, hop, back)).toEqual(["eth2", "eth3"]);
  const both = [...drained, ...happened(["withdraw", "dest2"])];
  expect(expectedInterfaces(article, hop, both)).toEqual(["eth2"]);
});

test("without a device behind it a router takes the longer way, where there is one", () => {
  const names = ["dest1", "dest2", "dest3"].map((name): [string, string] => ["withdraw", name]);
  const away = happened(...names);
  expect(expectedInterfaces(lab, core, away)).toEqual(["eth1"]);
  expect(expectedInterfaces(lab, core, [...away, ...happened(["withdraw", "far"])])).toEqual([]);
});

/** What is told of core after some events, where its group is answered so each time that it is looked at. */
function waited(groups: string[][], events: EventRecord[]): Promise<string[]> {
  const answers = groups.map((group) =>
    JSON.stringify([{ dst: lab.vip[4], nexthops: group.map((dev) => ({ dev })) }]),
  );
  const running = noLab(
    { lab },
    async () => (answers.length > 1 ? answers.shift() : answers[0]) ?? "",
  );
  return waitForForwarding(running, 4, [core], events);
}

test("a router is waited for until its group is whole, and what is short at the deadline is told", async () => {
  const one = happened(["withdraw", "dest2"]);
  expect(await waited([["eth3"], ["eth3", "eth5"]], one)).toEqual([]);
  // Half a second passes with each look at the clock.
  let ms = 0;
  vi.spyOn(performance, "now").mockImplementation(() => (ms += 500));
  expect(await waited([["eth3"]], one)).toEqual([
    `core: ${lab.vip[4]} over eth3 instead of eth3+eth5`,
  ]);
});

test("every router is waited for, in the case's family", async () => {
  const tier = shippedLab("tier");
  const balancers = ["lb1", "lb2"].map((name) => nodeOf(tier, name));
  const group = (router: string, dst: string) => {
    const ways = expectedInterfaces(tier, nodeOf(tier, router), []);
    return [{ dst, nexthops: ways.map((dev) => ({ dev })) }];
  };
  const running = {
    spec: { lab: tier },
    node: (name: string) => ({
      exec: async () => JSON.stringify(name === "lb1" ? group(name, tier.vip[6]) : []),
    }),
  } as unknown as Parameters<typeof waitForForwarding>[0];
  // Half a second passes with each look at the clock.
  let ms = 0;
  vi.spyOn(performance, "now").mockImplementation(() => (ms += 500));
  expect(await waitForForwarding(running, 6, balancers, [])).toEqual([
    expect.stringMatching(`^lb2: ${tier.vip[6]} over nothing instead of `),
  ]);
});

test("a router that no device is left for is expected to forward nowhere in particular", async () => {
  const gone = happened(
    ...["dest1", "dest2", "dest3", "far"].map((name): [string, string] => ["withdraw", name]),
  );
  expect(await waited([["eth3"]], gone)).toEqual([]);
});
