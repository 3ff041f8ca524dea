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
