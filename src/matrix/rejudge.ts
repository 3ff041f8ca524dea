import { caseId } from "../core/index.js";
import type { Scenario } from "../scenario/index.js";
import type { CaseResult } from "../verdict/index.js";
import { type JudgedRun, judgedRun } from "./cell-run.js";
import type { MatrixDocument } from "./document.js";
import { judgeCells, type MeasuredCell } from "./judge.js";
import { controlVerdict, NOT_RUN, together, userViews } from "./make-document.js";
import { unjudged } from "./merge.js";

/** What came of judging the cases of a matrix's run again. */
interface Rejudged {
  cases: readonly CaseResult[];
  /** Of a case by its id; undefined for one that could not be judged again. */
  scenarioOf: (id: string) => Scenario | undefined;
  /** The program that judged. */
  program: string;
}

/**
 * The document of a matrix after its run was judged again: all cells judged together anew. A cell of which a repetition
 * stands in another run, or nowhere, is as it was measured.
 */
export function rejudgedMatrix(document: MatrixDocument, rejudged: Rejudged): MatrixDocument {
  const runs = new Map(rejudged.cases.map((one) => [caseId(one), runOf(one, rejudged)]));
  const elsewhere = document.controls.filter((control) => !runs.has(control.case));
  const remeasured = (cell: MeasuredCell): MeasuredCell => {
    const now = cell.runs.flatMap((run) => runs.get(run.case) ?? []);
    const isWhole = now.length === cell.runs.length && !cell.doubts.includes(NOT_RUN);
    if (now.length === 0 || !isWhole) return cell;
    // What a control of another run showed is told here alone.
    const ofControls = cell.doubts.filter((doubt) =>
      elsewhere.some((control) => doubt.startsWith(`its control ${control.case} `)),
    );
    const { user: _, ...rest } = cell;
    return {
      ...rest,
      ...together(now),
      doubts: [...ofControls, ...now.flatMap(({ doubts }) => doubts)],
      missed: now.flatMap(({ missed }) => missed),
      ...userViews(now.flatMap(({ user }) => user ?? [])),
    };
  };
  return {
    ...document,
    program: rejudged.program,
    controls: document.controls.map((control) => {
      const run = runs.get(control.case);
      return run ? { ...control, verdict: controlVerdict(run) } : control;
    }),
    cells: judgeCells(document.cells.map((cell) => remeasured(unjudged(cell)))),
  };
}

function runOf(result: CaseResult, { scenarioOf }: Rejudged): JudgedRun {
  const scenario = scenarioOf(caseId(result));
  return scenario
    ? judgedRun(result, scenario)
    : { counts: null, doubts: result.reasons, missed: [] };
}
