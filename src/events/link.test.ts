import { expect, test } from "vitest";
import { shippedLab } from "../../tests/helpers/shipped.js";
import type { EventRecord } from "../core/index.js";
import { interfaceTowards, nodeOf } from "../topology/index.js";
import type { EventContext } from "./context.js";
import { devicesOf, setLink } from "./link.js";

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

test("a place in the group of a link that comes up names the one that was taken down last", async () => {
  const set: string[] = [];
  const node = (name: string) => ({
    exec: (argv: string[]) => Promise.resolve(set.push(`${name} ${argv.slice(3).join(" ")}`)),
  });
  const context = (events: EventRecord[]) =>
    ({
      running: { spec: { lab: tier }, node },
      family: 4,
      watches: new Map(),
      recorded: () => events,
      record: () => undefined,
    }) as unknown as EventContext;
  const events = [event("link-down", "core-lb1"), event("link-down", "core-lb2")];
  await setLink(context(events), ["core", "middle"], true).catch(() => undefined);
  const device = interfaceTowards(nodeOf(tier, "core"), "lb2")?.name;
  expect(set).toEqual([`core ${device} up`]);
  await expect(setLink(context([]), ["core", "middle"], true)).rejects.toMatchObject({
    code: "E_EVENT",
    message: "no link of core was taken down before",
  });
});
