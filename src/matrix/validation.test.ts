import { expect, test } from "vitest";
import type { Fate } from "../core/index.js";
import { caseNamed } from "../verdict/fixtures/run-folder.js";
import type { CaseResult } from "../verdict/index.js";
import { boundText, holdToBounds, holdToPlan, validatePlan } from "./validation.js";
import { VALIDATION_VERSION, validationDocumentSchema } from "./validation-document.js";

/** A case with so many connections of each fate. */
function result(counts: Partial<Record<Fate, number>>, more: Partial<CaseResult> = {}): CaseResult {
  const connections = Object.entries(counts).flatMap(([fate, count]) =>
    Array.from({ length: count }, () => ({ traffic: "plan", fate })),
  );
  return { verdict: "pass", reasons: [], connections, ...more } as unknown as CaseResult;
}
const bare = result({ own: 60, collateral: 40, survived: 100 });

test("a plan within its bounds passes, and says what is saved", () => {
  const plan = validatePlan(bare, result({ own: 50, survived: 50 }), {
    collateral: 0.01,
    lost: 0.5,
  });
  expect(plan).toMatchObject({ verdict: "pass", reasons: [], saved: null });
  expect(validatePlan(bare, result({ own: 60, survived: 140 }), {}).saved).toBe(40);
});

test("a bound is broken by the first connection above it", () => {
  const plan = validatePlan(bare, result({ collateral: 3, survived: 197 }), { collateral: 0.01 });
  expect(plan.verdict).toBe("fail");
  expect(plan.reasons).toEqual(["collateral <= 1.0 %: 3 of 200 connections"]);
  const at = validatePlan(bare, result({ collateral: 2, survived: 198 }), { collateral: 0.01 });
  expect(at.verdict).toBe("pass");
});

test("a bound is broken by what keep-alive sets lost after a first loss in another way", () => {
  const fates = ["own", "collateral", "survived"];
  const sets = [0, 1].flatMap((set) => fates.map((fate) => ({ traffic: "plan", set, fate })));
  const mitigated = { ...bare, connections: sets } as unknown as CaseResult;
  const plan = validatePlan(bare, mitigated, { own: 1, collateral: 0.5, lost: 1 });
  expect(plan.reasons).toEqual(["collateral <= 50.0 %: 2 of 2 connections"]);
});

test("what meets its bound exactly holds, also where the bound has no binary fraction", () => {
  for (const [count, bound] of [
    [7, 0.7 / 100],
    [14, 1.4 / 100],
    [28, 2.8 / 100],
    [82, 8.2 / 100],
  ] as const) {
    const met = validatePlan(bare, result({ own: count, survived: 1000 - count }), { own: bound });
    expect(met.verdict).toBe("pass");
    const above = result({ own: count + 1, survived: 999 - count });
    expect(validatePlan(bare, above, { own: bound }).verdict).toBe("fail");
  }
});

test("a bound is told as written, and what was measured so that it is seen to be above or below", () => {
  const told = (bound: number, collateral: number, of: number) => {
    const mitigated = result({ collateral, survived: of - collateral });
    return validatePlan(bare, mitigated, { collateral: bound }).bounds.map((one) => {
      const { text, evidence } = boundText(one);
      return `${text}: ${one.holds}, ${evidence.split(" (")[0]}`;
    });
  };
  expect(told(0.0025, 3, 1000)).toEqual(["collateral <= 0.25 %: false, 0.3 %"]);
  expect(told(0.0004, 0, 1000)).toEqual(["collateral <= 0.04 %: true, 0.0 %"]);
  expect(told(0.01, 26, 2500)).toEqual(["collateral <= 1.0 %: false, 1.04 %"]);
  expect(told(0.07, 175, 2500)).toEqual(["collateral <= 7.0 %: true, 7.0 %"]);
});

test("what chance explains is not called saved", () => {
  const saved = (own: number) => validatePlan(bare, result({ own, survived: 200 - own }), {}).saved;
  expect([100, 90, 110, 60].map(saved)).toEqual([null, null, null, 40]);
});

test("what is saved of one way to be lost is told where the chance of another hides it in all", () => {
  const plan = validatePlan(bare, result({ own: 75, collateral: 0, survived: 125 }), {});
  expect(plan).toMatchObject({ saved: null, fewer: { collateral: 40 } });
  expect(validatePlan(bare, result({ own: 120, survived: 80 }), {}).fewer).toEqual({
    own: -60,
    collateral: 40,
  });
});

test("a transfer that goes on over another connection counts once, by its last one", () => {
  const over = (transfer: number, ...fates: Fate[]) =>
    fates.map((fate) => ({ traffic: "plan", transfer, fate }));
  const connections = [
    ...over(0, "own", "survived"),
    ...over(1, "own", "own"),
    ...over(2, "survived"),
  ];
  const retried = result({}, { connections } as unknown as Partial<CaseResult>);
  const plan = validatePlan(bare, retried, { lost: 0.4 });
  expect(plan.with).toEqual({
    connections: 3,
    counts: { own: 1, collateral: 0, stalled: 0, survived: 2 },
    further: 2,
  });
  expect(plan.verdict).toBe("pass");
});

test("a set of keep-alive requests counts once, as lost where one of its connections was", () => {
  const over = (set: number, ...fates: Fate[]) =>
    fates.map((fate) => ({ traffic: "plan", set, fate }));
  const connections = [
    ...over(0, "own", "survived"),
    ...over(1, "survived", "collateral", "survived"),
    ...over(2, "survived", "survived"),
  ];
  const kept = result({}, { connections } as unknown as Partial<CaseResult>);
  expect(validatePlan(bare, kept, { lost: 0.6 })).toMatchObject({
    verdict: "fail",
    with: {
      connections: 3,
      counts: { own: 1, collateral: 1, stalled: 0, survived: 1 },
      further: 4,
    },
  });
});

test("what had ended before the first event counts nowhere, and as all of some traffic proves nothing", () => {
  const early = (traffic: string) => ({ traffic, fate: "survived", metNoEvent: true });
  const met = { traffic: "plan", fate: "own" };
  const of = (...connections: object[]) =>
    validatePlan(bare, result({}, { connections } as unknown as Partial<CaseResult>), {});
  expect(of(early("plan"), met)).toMatchObject({
    verdict: "pass",
    with: { connections: 1, counts: { own: 1, survived: 0 }, early: 1 },
  });
  expect(of(early("short"), met)).toMatchObject({
    verdict: "inconclusive",
    reasons: ['with the mitigation: every connection of "short" had ended before the first event'],
  });
  const late = { traffic: "plan", fate: "survived", afterEvents: true };
  expect(of(late, { ...late })).toMatchObject({
    verdict: "inconclusive",
    reasons: ["with the mitigation: no connection met its events"],
  });
  expect(of(late, { traffic: "plan" }).reasons).toEqual([
    "with the mitigation: what became of some connections is open",
  ]);
});

test("bounds of a run whose figures are not known are open, in every file of the run", () => {
  const mitigated = result({}, { verdict: "inconclusive", reasons: ["x"], expectations: [] });
  const plan = validatePlan(bare, mitigated, { own: 0.005, lost: 0.6 });
  expect(plan).toMatchObject({ bounds: [], open: ["own <= 0.5 %", "lost <= 60.0 %"] });
  holdToBounds(mitigated, plan, { mitigation: "one", cost: "", notAgainst: null });
  expect(mitigated.expectations).toEqual(
    plan.open.map((text) => ({ text, verdict: "inconclusive", evidence: "not known" })),
  );
  expect(validatePlan(bare, bare, { lost: 0.6 }).open).toEqual([]);
});

test("lost is everything that did not survive", () => {
  const mitigated = result({ own: 1, collateral: 1, stalled: 1, survived: 97 });
  expect(validatePlan(bare, mitigated, { lost: 0.02 }).bounds).toMatchObject([
    { what: "lost", measured: 0.03, holds: false },
  ]);
});

test("an expectation of the scenario that fails fails the plan", () => {
  const mitigated = result({ survived: 200 }, { verdict: "fail", reasons: ["it took too long"] });
  expect(validatePlan(bare, mitigated, {})).toMatchObject({
    verdict: "fail",
    reasons: ["it took too long"],
  });
});

test.each([
  ["doubtful evidence", bare, result({ own: 200 }, { verdict: "inconclusive", reasons: ["x"] })],
  ["nothing to be saved from", result({ survived: 200 }), result({ survived: 200 })],
  ["a fate that is open", bare, result({ survived: 1, ["?" as Fate]: 0 }, { connections: [] })],
  ["a run that did not happen", bare, undefined],
  ["a run without it that did not happen", undefined, result({ survived: 200 })],
  [
    "doubtful evidence without it",
    result({ own: 60, survived: 140 }, { verdict: "inconclusive", reasons: ["x"] }),
    result({ survived: 200 }),
  ],
] as const)("%s proves nothing, whatever the bounds", (_, without, mitigated) => {
  const plan = validatePlan(without, mitigated, { own: 0 });
  expect(plan.verdict).toBe("inconclusive");
  expect(plan.reasons.length).toBeGreaterThan(0);
});

test("every file of the run tells the plan's verdict, its bounds and what is saved: they are the mitigated case's", () => {
  const words = { mitigation: "resilient group", cost: "memory", notAgainst: null };
  const mitigated = result({ collateral: 3, survived: 197 }, { expectations: [] });
  const broken = validatePlan(bare, mitigated, { collateral: 0.01, lost: 0.5 });
  holdToBounds(mitigated, broken, words);
  expect(mitigated).toMatchObject({
    verdict: "fail",
    reasons: ["collateral <= 1.0 %: 3 of 200 connections"],
    expectations: [
      { text: "collateral <= 1.0 %", verdict: "fail", evidence: expect.stringMatching(/^1\.5 % /) },
      { text: "lost <= 50.0 %", verdict: "pass" },
    ],
    comparison: {
      ...words,
      without: { connections: 200, counts: { own: 60, collateral: 40, stalled: 0, survived: 100 } },
      with: { connections: 200, counts: { own: 0, collateral: 3, stalled: 0, survived: 197 } },
      saved: 97,
      fewer: { own: 60, collateral: 37 },
    },
  });
  const idle = result({ survived: 200 }, { expectations: [] });
  holdToBounds(idle, validatePlan(result({ survived: 200 }), idle, { lost: 0.5 }), words);
  expect(idle.verdict).toBe("inconclusive");
  expect(idle.reasons[0]).toMatch(/nothing is lost without the mitigation/);
});

test("what is found of a plan, run or not, is as the schema of the document says", () => {
  const words = { mitigation: "resilient group", cost: "memory", notAgainst: ["path-change"] };
  const tie = { ...words, without: "bare-v4", bounds: { collateral: 0.01, lost: 0.5 } };
  const cases = [
    { ...bare, name: "bare", family: 4 },
    { ...result({ own: 60, survived: 140 }, { expectations: [] }), name: "plan", family: 4 },
  ] as CaseResult[];
  for (const found of [cases, []]) {
    const document = {
      version: VALIDATION_VERSION,
      folder: "results/validate/now",
      plans: [{ scenario: "plan", family: 4, ...holdToPlan(found, "plan-v4", tie) }],
      errors: [{ code: "E_INTERRUPTED", message: "interrupted" }],
    };
    expect(validationDocumentSchema.parse(JSON.parse(JSON.stringify(document)))).toEqual(document);
  }
});

test("a plan is judged by its two cases among the results of a run, and told in the mitigated one", () => {
  const words = { mitigation: "resilient group", cost: "memory", notAgainst: null };
  const mitigated = result({ collateral: 3, survived: 197 });
  const results = [
    caseNamed("other"),
    caseNamed("bare", "pass", { connections: bare.connections }),
    caseNamed("mitigated", "pass", { connections: mitigated.connections }),
  ];
  const plan = { without: "bare-v4", bounds: { collateral: 0.01 }, ...words };
  expect(holdToPlan(results, "mitigated-v4", plan)).toMatchObject({
    ...words,
    verdict: "fail",
    saved: 97,
  });
  expect(results.map(({ verdict }) => verdict)).toEqual(["inconclusive", "pass", "fail"]);
  expect(results[2]).toMatchObject({ comparison: words, expectations: [{ verdict: "fail" }] });
});
