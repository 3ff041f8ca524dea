import { expect, test } from "vitest";
import { shippedLab } from "../../tests/helpers/shipped.js";
import type { EventRecord } from "../core/index.js";
import { nodeOf } from "../topology/index.js";
import { expectedInterfaces } from "./forwarding.js";

const lab = shippedLab("cluster");
const core = nodeOf(lab, "core");
const happened = (...events: [string, string][]): EventRecord[] =>
  events.map(([event, target]) => ({ event, target, orderedWallNs: "1", orderedMonoNs: "1" }));

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
