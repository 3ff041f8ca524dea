import { expect, test } from "vitest";
import { caseNamed } from "../verdict/fixtures/run-folder.js";
import type { ConnectionResult } from "../verdict/index.js";
import { tallyOf } from "./plan-tally.js";

const tally = (...connections: Partial<ConnectionResult>[]) =>
  tallyOf(caseNamed("plan", "pass", { connections: connections as ConnectionResult[] }));
const survived = { own: 0, collateral: 0, stalled: 0, survived: 2 };

test("transfers of the same number are told apart by their traffic", () => {
  const first = { traffic: "a", transfer: 0, fate: "survived" } as const;
  expect(tally(first, { ...first, traffic: "b" })).toEqual({ connections: 2, counts: survived });
});

test("a connection that no traffic calls its own is none of the plan's", () => {
  const own = { traffic: "a", fate: "survived" } as const;
  expect(tally(own, { fate: "own" }, { ...own })).toEqual({ connections: 2, counts: survived });
});

test("survivors that began after the last event do not count: they would make any loss look small", () => {
  const late = { traffic: "a", fate: "survived", afterEvents: true } as const;
  const met = { traffic: "a", fate: "survived" } as const;
  const own = { ...survived, survived: 1 };
  expect(tally(met, late, { ...late })).toEqual({ connections: 1, counts: own, late: 2 });
  const lost = { ...survived, own: 1, survived: 0 };
  expect(tally({ ...met, fate: "own" }, late)).toEqual({ connections: 1, counts: lost, late: 1 });
  // Where one was lost, what did that stood in the way of the others as well.
  expect(tally(met, { ...late, fate: "own" }, late)).toMatchObject({ connections: 3 });
  expect(tally(late)).toBeNull();
});

test.each(["transfer", "set"])("a %s began with its first connection", (part) => {
  const first = { traffic: "a", fate: "survived", [part]: 0 } as const;
  const second = { ...first, afterEvents: true } as const;
  const counts = { ...survived, survived: 1 };
  expect(tally(first, second)).toEqual({ connections: 1, counts, further: 1 });
});

test("a set that is lost in one way and then in another is lost once, and the second is not hidden", () => {
  const set = { traffic: "a", set: 0 } as const;
  const [own, collateral, last] = [
    { ...set, fate: "own" },
    { ...set, fate: "collateral" },
    { ...set, fate: "survived" },
  ] as const;
  const none = { own: 0, collateral: 0, stalled: 0, survived: 0 };
  expect(tally(own, collateral, { ...collateral }, last)).toEqual({
    connections: 1,
    counts: { ...none, own: 1 },
    again: { ...none, collateral: 1 },
    further: 3,
  });
  expect(tally(own, { ...own }, last)).not.toHaveProperty("again");
  expect(tally(own, { ...set })).toBeNull();
  // Of a download that tries again only the last counts.
  const download = { traffic: "a", transfer: 0 } as const;
  const parts = [
    { ...download, fate: "own" },
    { ...download, fate: "collateral" },
  ] as const;
  expect(tally(...parts)).not.toHaveProperty("again");
});
