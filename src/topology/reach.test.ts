import { describe, expect, test } from "vitest";
import { shippedLab } from "../../tests/helpers/shipped.js";
import { poolAddress } from "./lab.js";
import { choosersOf, deviceChoosers, devicesBehind, devicesCutOff, seesAnswers } from "./reach.js";

const names = (nodes: { name: string }[]) => nodes.map(({ name }) => name);

describe("who chooses a device", () => {
  test.each([
    ["article", ["hop2"]],
    ["cluster", ["core"]],
    ["tier", ["lb1", "lb2"]],
    ["uplinks", ["first1"]],
  ])("in %s", (topology, hops) => {
    expect(names(deviceChoosers(shippedLab(topology)))).toEqual(hops);
  });

  test.each([
    ["tier", "dest2", ["lb1", "lb2"]],
    ["tier", "far", ["detour"]],
    ["uplinks", "dest2", ["first1"]],
    ["uplinks", "dest3", ["first2"]],
  ])("in %s, of %s", (topology, device, hops) => {
    expect(names(choosersOf(shippedLab(topology), device))).toEqual(hops);
  });
});

test("no way leads through an origin", () => {
  expect(devicesBehind(shippedLab("uplinks"), "first1", "origin")).toEqual([]);
});

describe("devices that no origin reaches", () => {
  test.each([
    ["article", [["hop2", "hop3a"]], ["dest1"]],
    ["article", [["hop3a", "hop2"]], ["dest1"]],
    ["article", [["hop1", "hop2"]], ["dest1", "dest2"]],
    ["cluster", [["dest1", "core"]], ["dest1"]],
    ["cluster", [["first1", "core"]], []],
    ["tier", [["core", "lb1"]], []],
    [
      "tier",
      [
        ["core", "lb1"],
        ["core", "lb2"],
      ],
      ["dest1", "dest2", "dest3"],
    ],
  ] as const)("in %s without %j", (topology, down, devices) => {
    expect(devicesCutOff(shippedLab(topology), down)).toEqual(devices);
  });
});

describe("an origin's pool", () => {
  const origin2 = shippedLab("cluster").nodes.find(({ name }) => name === "origin2");

  test.each([
    [0, "198.19.8.1", "2001:db8:b:2::1"],
    [255, "198.19.9.0", "2001:db8:b:2::100"],
    [2045, "198.19.15.254", "2001:db8:b:2::7fe"],
    [2046, "198.19.8.1", "2001:db8:b:2::1"],
  ])("gives address %i", (n, v4, v6) => {
    if (!origin2) throw new Error("no origin2");
    expect(poolAddress(origin2, 4, n)).toBe(v4);
    expect(poolAddress(origin2, 6, n)).toBe(v6);
  });
});

describe("a hop sees all answers of the devices behind it", () => {
  test.each([
    ["article", "hop2", true],
    ["cluster", "core", true],
    ["uplinks", "first1", true],
    ["tier", "core", true],
    ["tier", "lb1", false],
  ])("in %s %s: %s", (topology, hop, all) => {
    expect(seesAnswers(shippedLab(topology), hop)).toBe(all);
  });
});
