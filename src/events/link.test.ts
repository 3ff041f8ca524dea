import { expect, test } from "vitest";
import { shippedLab } from "../../tests/helpers/shipped.js";
import type { EventRecord } from "../core/index.js";
import { devicesOf } from "./link.js";

const tier = shippedLab("tier");
const event = (name: string, target: string): EventRecord => ({
  event: name,
  target,
  orderedWallNs: "0",
  orderedMonoNs: "0",
});

test("a link takes the devices that no other one reaches, as the events so far left these", () => {
  const behind = ["dest1", "dest2", "dest3"];
  const down = event("link-down", "lb2-core");
  expect(devicesOf(["core", "lb1"], tier, [])).toEqual([]);
  expect(devicesOf(["core", "lb1"], tier, [down])).toEqual(behind);
  expect(devicesOf(["core", "lb1"], tier, [down, event("link-up", "core-lb2")])).toEqual([]);
  // Its own state before does not matter: what it takes, it gives back.
  expect(devicesOf(["core", "lb1"], tier, [down, event("link-down", "core-lb1")])).toEqual(behind);
});
