import { expect, test } from "vitest";
import { shippedLab } from "../../tests/helpers/shipped.js";
import { nodesOf } from "../topology/index.js";
import { capturePoints } from "./points.js";

test("the article's lab is captured at its origin, both member links and both devices", () => {
  const points = capturePoints(shippedLab("article"));
  expect(points.map((one) => `${one.point}: ${one.node} ${one.interface} to ${one.peer}`)).toEqual([
    "origin: origin eth1 to hop1",
    "member-link: hop2 eth2 to hop3a",
    "member-link: hop2 eth3 to hop3b",
    "device: dest1 eth1 to hop3a",
    "device: dest2 eth1 to hop3b",
  ]);
});

test("the fan's way to another site is no member", () => {
  const lab = shippedLab("fan");
  const points = capturePoints(lab);
  const members = points.filter(({ point }) => point === "member-link");
  const serving = nodesOf(lab, "device").map(({ name }) => name);
  expect(members.map(({ node, peer }) => `${node} to ${peer}`)).toEqual([
    "core to dest1",
    "core to dest2",
    "core to dest3",
  ]);
  for (const device of serving) {
    expect(points.some(({ node, point }) => node === device && point === "device")).toBe(true);
  }
});

test("an origin is one point, whatever the number of its links: a connection may move between them", () => {
  const points = capturePoints(shippedLab("uplinks"));
  expect(points.filter(({ point }) => point === "origin")).toEqual([
    expect.objectContaining({ node: "origin", interface: "any", peer: "first1+first2" }),
  ]);
});

test("a point is told by the addresses at both ends of its links, which no other link has", () => {
  const lab = shippedLab("uplinks");
  const points = capturePoints(lab);
  const macsAt = (name: string) => points.find(({ node }) => node === name)?.macs;
  // Nodes and interfaces by their numbers: the origin is the first node, first1 the second.
  expect(macsAt("origin")).toEqual(
    ["00:01", "01:01", "00:02", "02:01"].map((end) => `02:a5:00:00:${end}`),
  );
  const [dest1, dest2] = [macsAt("dest1"), macsAt("dest2")];
  expect(dest1?.filter((mac) => dest2?.includes(mac))).toEqual([]);
});

test("every point is an interface of its own", () => {
  const keys = capturePoints(shippedLab("fan")).map((one) => `${one.node} ${one.interface}`);
  expect(new Set(keys).size).toBe(keys.length);
});
