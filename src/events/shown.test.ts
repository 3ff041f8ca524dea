import { describe, expect, test } from "vitest";
import { shippedLab } from "../../tests/helpers/shipped.js";
import type { EventRecord } from "../core/index.js";
import type { Step } from "../scenario/index.js";
import type { Lab } from "../topology/index.js";
import { toldContext } from "./fixtures/told-context.js";
import { toldLab } from "./fixtures/told-lab.js";
import { leavesRoute, routersToShow, routersToWatch } from "./shown.js";

const article = shippedLab("article");
const withdraw: Step = { do: "withdraw", device: "serving" };
const prepend = (towards: string): Step => ({ do: "prepend", node: "hop3a", towards, times: 2 });

describe("routersToWatch", () => {
  test("is the ECMP hop, also without any step", () => {
    expect(routersToWatch([], article)).toEqual(["hop2"]);
    expect(routersToWatch([withdraw], article)).toEqual(["hop2"]);
  });

  test("and the balancers that choose a device behind it", () => {
    expect(routersToWatch([withdraw], shippedLab("tier"))).toEqual([
      "core",
      "lb1",
      "lb2",
      "detour",
    ]);
  });

  test("and the hop beside a device of another site, where the timeline names that", () => {
    const tier = shippedLab("tier");
    const step = (device: string): Step => ({ do: "announce", device });
    expect(routersToWatch([step("dest1")], tier)).toEqual(["core", "lb1", "lb2"]);
    expect(routersToWatch([step("far")], tier)).toEqual(["core", "lb1", "lb2", "detour"]);
  });

  test("and the node whose link is changed", () => {
    expect(routersToWatch([{ do: "link-down", link: ["hop3a", "dest1"] }], article)).toEqual([
      "hop2",
      "hop3a",
    ]);
  });

  test("and every router whose path a prepend moves, once, with those beside the devices", () => {
    const steps = [prepend("hop1"), withdraw, prepend("hop2"), prepend("hop1")];
    expect(routersToWatch(steps, article)).toEqual(["hop2", "hop1", "hop3a", "hop3b"]);
  });
});

/** What is asked of a lab in which some things were done. */
function happened(lab: Lab, ...done: [string, string, number?][]) {
  const { context, events } = toldContext(toldLab(lab));
  for (const [event, target, times] of done) {
    const moment = { orderedWallNs: "1", orderedMonoNs: "1" };
    events.push({ event, target, ...(times === undefined ? {} : { times }), ...moment });
  }
  return context;
}

describe("a withdrawal shows", () => {
  test.each([
    ["uplinks", "dest1", ["first1"]],
    ["uplinks", "dest3", ["first2"]],
    ["cluster", "far", ["detour"]],
    ["article", "dest1", ["hop2"]],
  ])("in %s, of %s, at %j", (topology, device, routers) => {
    expect(routersToShow(device, happened(shippedLab(topology)))).toEqual(routers);
  });

  test("beside the device where prepending has moved all others away from it", () => {
    const drained = happened(article, ["prepend", "hop3a towards hop2", 3]);
    expect(routersToShow("dest1", drained)).toEqual(["hop3a"]);
    expect(routersToShow("dest2", drained)).not.toContain("hop3a");
    const back = happened(
      article,
      ["prepend", "hop3a towards hop2", 3],
      ["prepend", "hop3a towards hop2", 0],
    );
    expect(routersToShow("dest1", back)).toEqual(["hop2"]);
  });

  test("as its return does, and where nobody can foretell paths as the topology has them", () => {
    const away = happened(article, ["withdraw", "dest1"]);
    expect(routersToShow("dest1", away)).toEqual(["hop2"]);
    const drained = happened(article, ["prepend", "hop3a towards hop2", 3], ["withdraw", "dest1"]);
    expect(routersToShow("dest1", drained)).toEqual(["hop3a"]);
    const commanded = happened(article, ["prepend", "hop3a towards hop2", 3], ["command", "hop2"]);
    expect(routersToShow("dest1", commanded)).toEqual(["hop2"]);
  });

  test("at nobody who has no way to it left, while links are down", () => {
    const tier = shippedLab("tier");
    expect(routersToShow("dest1", happened(tier, ["link-down", "lb1-dest1"]))).toEqual(["lb2"]);
    const again = happened(tier, ["link-down", "lb1-dest1"], ["link-up", "lb1-dest1"]);
    expect(routersToShow("dest1", again)).toEqual(["lb1", "lb2"]);
  });

  test("at nobody who is not watched", () => {
    const context = happened(article, ["prepend", "hop3a towards hop2", 3]);
    context.watches.delete("hop3a");
    expect(routersToShow("dest1", context)).toEqual(["hop2"]);
  });
});

test("a longer path is no news where it was not the best one, nor is one that stays as long", () => {
  const change = (times: number): Pick<EventRecord, "event" | "target" | "times"> => ({
    event: "prepend",
    target: "hop3a towards hop2",
    times,
  });
  expect(leavesRoute("hop2", change(1), happened(article))).toBe(false);
  expect(leavesRoute("hop2", change(0), happened(article))).toBe(true);
  const drained: [string, string, number] = ["prepend", "hop3a towards hop2", 1];
  expect(leavesRoute("hop2", change(3), happened(article, drained))).toBe(true);
  expect(leavesRoute("hop2", change(0), happened(article, drained))).toBe(false);
  expect(
    leavesRoute("hop2", change(3), happened(article, drained, ["link-up", "hop2-hop3b"])),
  ).toBe(false);
});

test("nor is one where a link that is down has left no other", () => {
  const change = { event: "prepend", target: "hop3a towards hop2", times: 2 };
  const down = (link: string) => happened(article, ["link-down", link]);
  expect(leavesRoute("hop2", change, down("hop2-hop3b"))).toBe(true);
  expect(leavesRoute("hop2", change, down("hop2-hop3a"))).toBe(true);
  expect(leavesRoute("hop2", change, down("origin-hop1"))).toBe(false);
});
