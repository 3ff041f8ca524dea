import { JUDGED } from "../catalogue/index.js";
import { caseId } from "../core/index.js";
import type { Expectation, Scenario } from "../scenario/index.js";
import type { CaseResult } from "../verdict/index.js";
import type { CellRun } from "./cell-store.js";
import { fateCounts } from "./counts.js";

/** What was judged of a run of a cell. */
export type JudgedRun = Pick<CellRun, "counts" | "doubts" | "missed" | "user">;

/** What a cell's case came to, and where. */
export function cellRun(result: CaseResult, scenario: Scenario, folder: string): CellRun {
  const seconds = result.durationMs / 1000;
  return { ...judgedRun(result, scenario), seconds, folder, case: caseId(result) };
}

/** What a cell's case came to, without what theory says of it: that is judged over the whole matrix. */
export function judgedRun(result: CaseResult, scenario: Scenario): JudgedRun {
  const others = result.expectations.filter((_, index) => !isTheory(scenario.expect[index]));
  return {
    counts: fateCounts(result) ?? null,
    doubts:
      result.verdict === "inconclusive"
        ? result.reasons
        : texts(result.expectations.filter(({ verdict }) => verdict === "inconclusive")),
    missed: texts(others.filter(({ verdict }) => verdict === "fail")),
    ...userView(result),
  };
}

function userView({ transfers: seen }: CaseResult): Pick<CellRun, "user"> {
  const [first] = seen ?? [];
  if (!first) return {};
  const { traffic: _, ...user } = first;
  return { user };
}

function isTheory(expectation: Expectation | undefined): boolean {
  return expectation?.that === "fates" && expectation.of === JUDGED;
}

function texts(expectations: CaseResult["expectations"]): string[] {
  return expectations.map(({ text, evidence }) => `${text}: ${evidence}`);
}
