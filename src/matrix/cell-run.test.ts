import { expect, test } from "vitest";
import { scenarioSchema } from "../scenario/index.js";
import { caseNamed } from "../verdict/fixtures/run-folder.js";
import type { CaseResult } from "../verdict/index.js";
import { cellRun } from "./cell-run.js";

const SCENARIO = scenarioSchema.parse({
  name: "cell",
  title: "A cell",
  about: "A cell of a matrix.",
  topology: "cluster",
  traffic: ["judged", "others"].map((id) => ({ kind: "held", id, count: 200 })),
  expect: [
    { that: "fates", of: "judged" },
    { that: "fates", of: "others" },
    { that: "every-connection", of: "judged", is: "closed" },
  ],
});

/** What a cell comes to whose expectations have these verdicts. */
function run(verdicts: CaseResult["verdict"][], parts: Partial<CaseResult> = {}) {
  const expectations = verdicts.map((verdict, index) => ({
    text: `expectation ${index}`,
    verdict,
    evidence: "seen",
  }));
  const result = caseNamed("cell", "fail", { expectations, durationMs: 2500, ...parts });
  return cellRun(result, SCENARIO, "results/1");
}

test("theory of the judged connections is no expectation that a cell can miss: the matrix judges it", () => {
  expect(run(["fail", "fail", "fail"])).toMatchObject({
    missed: ["expectation 1: seen", "expectation 2: seen"],
    doubts: [],
    seconds: 2.5,
    folder: "results/1",
    case: "cell-v4",
  });
});

test("what is open is a doubt, and what spoils a case is all that is told of it", () => {
  expect(run(["inconclusive", "pass", "inconclusive"])).toMatchObject({
    doubts: ["expectation 0: seen", "expectation 2: seen"],
    missed: [],
  });
  const spoiled = { verdict: "inconclusive", reasons: ["a capture lost 3 packets"] } as const;
  const { doubts } = run(["inconclusive", "pass", "pass"], {
    ...spoiled,
    reasons: [...spoiled.reasons],
  });
  expect(doubts).toEqual(["a capture lost 3 packets"]);
});

test("what a user saw is that of the transfers, where there were any", () => {
  const seen = { transfers: 3, whole: 2, broke: 1, connections: 5 };
  const transfers = [{ traffic: "judged", ...seen }];
  expect(run(["pass"], { transfers }).user).toEqual(seen);
  expect(run(["pass"])).not.toHaveProperty("user");
});
