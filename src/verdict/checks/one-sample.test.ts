import { expect, test } from "vitest";
import { scenarioSchema } from "../../scenario/index.js";
import { inputOf } from "../fixtures/check-input.js";
import { resetOne } from "../fixtures/judged.js";
import { check } from "./index.js";

const LOST = resetOne();
const policy = (node: string, value: number) => ({
  kind: "sysctl",
  node,
  key: "net.ipv4.fib_multipath_hash_policy",
  value,
});
const HELD = { kind: "held", id: "download", count: 30 };

/** Thirty connections, all lost, where theory says half; of an origin with these links, in a scenario with these parts. */
function verdictOf(parts: object, peer = "hop1", own = 0.5) {
  const input = inputOf(Array.from({ length: 30 }, () => LOST));
  const { evidence } = input;
  const asWritten = { ...evidence.scenario, timeline: [], traffic: [HELD], ...parts };
  const scenario = scenarioSchema.parse(asWritten);
  const origin = { node: "origin", interface: "any", peer, point: "origin" as const };
  const captures = [{ ...origin, file: "origin.pcap", packets: 1, droppedByKernel: 0 }];
  return check(
    { that: "fates", of: "download", own: 0, collateral: own, stalled: 0 },
    { ...input, evidence: { ...evidence, scenario, captures } },
  );
}

test.each([
  ["a hash of addresses at a hop", { conditions: [policy("hop2", 0)] }, "hop1"],
  ["an origin with two links", {}, "first1+first2"],
  ["such an origin among others", { traffic: [{ ...HELD, from: ["origin"] }] }, "a+b"],
])("chance is no measure of %s", (_, parts, peer) => {
  const { verdict, evidence } = verdictOf(parts, peer);
  expect(verdict).toBe("inconclusive");
  expect(evidence).toMatch(/^its connections have one client address .*: own: 0 of 30/);
});

test.each([
  ["the usual hash", {}, "hop1", 0.5],
  [
    "a hash of ports at an origin with two links",
    { conditions: [policy("origin", 1)] },
    "a+b",
    0.5,
  ],
  ["an address each", { traffic: [{ ...HELD, sources: "many" }] }, "a+b", 0.5],
  ["another origin", { traffic: [{ ...HELD, from: ["origin2"] }] }, "a+b", 0.5],
  ["what is sure", {}, "a+b", 0],
])("theory is held to by %s", (_, parts, peer, own) => {
  expect(verdictOf(parts, peer, own).verdict).toBe("fail");
});

test("commands of one's own at the origin may change what it hashes", () => {
  const timeline = [{ do: "command", node: "origin", run: ["sysctl"] }];
  expect(verdictOf({ timeline }, "a+b").evidence).not.toContain("one sample");
  const mitigation = { name: "own", at: {} };
  expect(verdictOf({ mitigation }, "a+b").evidence).not.toContain("one sample");
});
