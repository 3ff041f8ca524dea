import { expect, test } from "vitest";
import { JUDGED } from "../catalogue/index.js";
import { caseNamed } from "../verdict/fixtures/run-folder.js";
import type { ConnectionResult } from "../verdict/index.js";
import { fateCounts } from "./counts.js";

const connection = (traffic: string, fate?: "own" | "survived") =>
  ({ traffic, fate }) as ConnectionResult;

test("the fates of a cell are those of its judged traffic, and unknown where one of these is open", () => {
  const countsOf = (...connections: ConnectionResult[]) =>
    fateCounts(caseNamed("cell", "pass", { connections }));
  const judged = [connection(JUDGED, "own"), connection(JUDGED, "survived")];
  const counts = { own: 1, collateral: 0, stalled: 0, survived: 1 };
  expect(countsOf(...judged, connection("other", "own"), connection("other"))).toEqual(counts);
  expect(countsOf(...judged, connection(JUDGED))).toBeUndefined();
  expect(countsOf(connection("other", "own"))).toBeUndefined();
});
