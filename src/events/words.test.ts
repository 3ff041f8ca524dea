import { expect, test } from "vitest";
import { shippedLab } from "../../tests/helpers/shipped.js";
import type { EventRecord, Family } from "../core/index.js";
import { toldContext } from "./fixtures/told-context.js";
import { toldLab } from "./fixtures/told-lab.js";
import { deviceOf, neighbourOf } from "./words.js";

const ORDERED = { orderedWallNs: "0", orderedMonoNs: "0" };

/** What acts on a lab whose group has these members in one family, and none in the other. */
function grouped(topology: string, members: string[], family: Family = 4) {
  const lab = toldLab(shippedLab(topology));
  lab.ways[family] = Object.fromEntries(members.map((dev) => [dev, ""]));
  return toldContext(lab, { family });
}

test("a place is one in the group as the kernel has it now, in the case's family", async () => {
  for (const family of [4, 6] as const) {
    const { context } = grouped("cluster", ["eth4", "eth5", "eth3"], family);
    expect(await deviceOf("first", context)).toBe("dest2");
    expect(await deviceOf("last", context)).toBe("dest1");
    expect(await neighbourOf("middle", context)).toBe("dest3");
  }
});

test("a device is a member of the hop that chooses it, a neighbour one of the ECMP hop", async () => {
  const { context } = grouped("tier", ["eth2", "eth3"]);
  expect(await deviceOf("last", context)).toBe("dest2");
  expect(await neighbourOf("last", context)).toBe("lb1");
});

test("a name is itself, and what serves is asked of the traffic", async () => {
  const { context } = grouped("cluster", []);
  expect(await deviceOf("far", context)).toBe("far");
  expect(await deviceOf("serving", context)).toBe("dest1");
  expect(await neighbourOf("dest3", context)).toBe("dest3");
});

test("the withdrawn device is the one that withdrew last", async () => {
  const { context, events } = grouped("cluster", []);
  await expect(deviceOf("withdrawn", context)).rejects.toMatchObject({ code: "E_EVENT" });
  const names: [string, string][] = [
    ["withdraw", "dest1"],
    ["withdraw", "dest2"],
    ["announce", "dest3"],
  ];
  events.push(...names.map(([event, target]): EventRecord => ({ event, target, ...ORDERED })));
  expect(await deviceOf("withdrawn", context)).toBe("dest2");
});

test("a place that nobody has, and a member without a device, are told", async () => {
  await expect(deviceOf("first", grouped("cluster", []).context)).rejects.toMatchObject({
    code: "E_EVENT",
    message: "core has no first member",
  });
  await expect(deviceOf("first", grouped("cluster", ["eth9"]).context)).rejects.toMatchObject({
    message: "core has no first member",
  });
  const toOrigin = grouped("uplinks", ["eth1"]).context;
  await expect(deviceOf("first", toOrigin)).rejects.toMatchObject({
    code: "E_EVENT",
    message: "the first member has no device",
  });
});
