import { expect, test } from "vitest";
import type { Fate } from "../core/index.js";
import { type Scenario, scenarioSchema } from "../scenario/index.js";
import { caseNamed } from "../verdict/fixtures/run-folder.js";
import type { CaseResult, ConnectionResult } from "../verdict/index.js";
import { matrixFixture } from "./fixtures/cells.js";
import { rejudgedMatrix } from "./rejudge.js";

const CONTROL = "withdraw-first--none-n3-m200-control";
const BARE = "withdraw-first--none-n3-m200";
const SCENARIO = scenarioSchema.parse({
  name: "cell",
  title: "A cell",
  about: "A cell of a matrix.",
  topology: "cluster",
  traffic: [{ kind: "held", id: "judged", count: 200 }],
  expect: [{ that: "fates", of: "judged", own: 0.3333, collateral: 0.1667, stalled: 0 }],
});

/** A case of 200 judged connections of these fates. */
function found(
  name: string,
  counts: Partial<Record<Fate, number>>,
  parts: Partial<CaseResult> = {},
) {
  const connections = Object.entries(counts).flatMap(([fate, count]) =>
    Array.from({ length: count }, () => ({ traffic: "judged", fate }) as ConnectionResult),
  );
  return caseNamed(name, "pass", { connections, ...parts });
}

function rejudged(
  cases: CaseResult[],
  document = matrixFixture(),
  scenarioOf: () => Scenario | undefined = () => SCENARIO,
) {
  return rejudgedMatrix(document, { cases, scenarioOf, program: "0.2.0+b" });
}
const cellOf = (document: ReturnType<typeof rejudged>, id: string) =>
  document.cells.find((cell) => cell.id === `${id}-v4`);

test("a cell has the counts that its case has now, and the others with it another verdict", () => {
  expect(cellOf(matrixFixture(), BARE)).toMatchObject({ own: 66, verdict: "as expected" });
  const user = { transfers: 40, whole: 39, broke: 18, connections: 61 };
  const transfers = [{ traffic: "users", ...user }];
  const document = rejudged([found(BARE, { own: 150, survived: 50 }, { transfers })]);
  expect(document.program).toBe("0.2.0+b");
  expect(cellOf(document, BARE)).toMatchObject({
    connections: 200,
    own: 150,
    collateral: 0,
    survived: 50,
    user,
    verdict: "worse",
  });
  const [mitigated] = document.cells.filter(({ mitigation }) => mitigation === "resilient");
  expect(mitigated?.verdict).toBe("inconclusive");
  // Of another run: as it was.
  expect(document.cells.at(-3)).toEqual(matrixFixture().cells.at(-3));
});

test("a case that is inconclusive now, or could not be judged, is a doubt of its cell", () => {
  const spoiled = found(
    BARE,
    { survived: 200 },
    { verdict: "inconclusive", reasons: ["it lost one"] },
  );
  expect(cellOf(rejudged([spoiled]), BARE)).toMatchObject({
    verdict: "inconclusive",
    doubts: ["it lost one"],
  });
  const gone = rejudged([spoiled], matrixFixture(), () => undefined);
  expect(cellOf(gone, BARE)).toMatchObject({
    own: null,
    connections: 200,
    doubts: ["it lost one"],
  });
});

test("a cell of which a repetition stands elsewhere, or was not run, is as it was", () => {
  const document = matrixFixture();
  const [cell] = document.cells;
  if (!cell) throw new Error("there is one");
  const other = { folder: "results/matrix/0", case: "another" };
  const twice = { ...document, cells: [{ ...cell, runs: [...cell.runs, other] }] };
  const now = [found(BARE, { own: 200 })];
  expect(cellOf(rejudged(now, twice), BARE)).toMatchObject({ own: 66 });
  const doubts = ["it was not run: see the errors of the matrix"];
  const half = { ...document, cells: [{ ...cell, doubts, own: null }] };
  expect(cellOf(rejudged(now, half), BARE)).toMatchObject({ own: null, doubts });
});

test("controls have their verdicts of now, and what one of another run showed stays told", () => {
  const document = matrixFixture();
  const broken = found(
    CONTROL,
    { own: 1, survived: 199 },
    {
      verdict: "fail",
      expectations: [{ text: "every one closes", verdict: "fail", evidence: "1 did not" }],
    },
  );
  const closes: Scenario = {
    ...SCENARIO,
    expect: [{ that: "every-connection", of: "judged", is: "closed" }],
  };
  const { controls } = rejudged([broken], document, () => closes);
  expect(controls).toEqual([{ case: `${CONTROL}-v4`, verdict: "broken" }]);
  const doubt = `its control ${CONTROL}-v4 broke`;
  const [cell] = document.cells;
  if (!cell) throw new Error("there is one");
  const doubted = { ...document, cells: [{ ...cell, doubts: [doubt, "a packet was lost"] }] };
  const now = [found(BARE, { own: 66, collateral: 33, survived: 101 })];
  const both = [...document.controls, { case: "other-control-v4", verdict: "pass" as const }];
  const elsewhere = rejudged(now, { ...doubted, controls: both });
  expect(cellOf(elsewhere, BARE)?.doubts).toEqual([doubt]);
  expect(elsewhere.controls).toEqual(both);
  // One that is judged again with it, and passes now, casts no doubt any more.
  const sound = [...now, found(CONTROL, { survived: 200 })];
  expect(cellOf(rejudged(sound, doubted), BARE)).toMatchObject({
    doubts: [],
    verdict: "as expected",
  });
});
