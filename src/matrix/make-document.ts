import { caseId, FATES, type Fate, groupBy } from "../core/index.js";
import type { JudgedRun } from "./cell-run.js";
import { type CellSpec, scenarioOf, theoryOf } from "./cell-spec.js";
import type { CellRun } from "./cell-store.js";
import { MATRIX_VERSION, type MatrixDocument, NONE, type UserView } from "./document.js";
import { judgeCells, type MeasuredCell } from "./judge.js";
import { inOrder } from "./order.js";
import type { MatrixRequest } from "./plan.js";
import { labKind, type Task } from "./tasks.js";
import type { SkippedCell } from "./work.js";

/** What is said of a control that did not pass, by its verdict. */
const WORDS = {
  broken: "broke",
  inconclusive: "is inconclusive",
  "not run": "was not run",
} as const;

/** The doubt of a cell of which a repetition is missing. */
export const NOT_RUN = "it was not run: see the errors of the matrix";

/** A case of the matrix and what came of it; nothing where it was not run. */
interface DoneTask {
  task: Task;
  run: CellRun | undefined;
}

/** What a matrix document is made of. */
export interface MatrixFacts
  extends Pick<
    MatrixDocument,
    "program" | "command" | "driver" | "host" | "startedAt" | "seconds" | "shard" | "errors"
  > {
  request: MatrixRequest;
  skipped: readonly SkippedCell[];
  done: readonly DoneTask[];
}

/** The document of a matrix, its cells judged. */
export function matrixDocument({ request, skipped, done, ...facts }: MatrixFacts): MatrixDocument {
  const { causes, mitigations, members, families, connections, repeat } = request;
  const controls = done.filter(({ task }) => task.spec === undefined);
  const broken = new Map(
    controls.flatMap(({ task: { planned }, run }) => {
      const verdict = controlVerdict(run);
      if (verdict === "pass") return [];
      return [[labKind(planned), `its control ${planned.id} ${WORDS[verdict]}`]];
    }),
  );
  const bySpec = groupBy(done, ({ task }) => task.spec);
  const measured = [
    ...skipped.map(({ spec, not }) => ({ ...measure(spec, [], broken), not })),
    ...[...bySpec].flatMap(([spec, runs]) => (spec ? [measure(spec, runs, broken)] : [])),
  ];
  const inputs = {
    causes: causes.map(({ id }) => id),
    mitigations: mitigations.map(({ id }) => id),
    members: [...members],
    families: [...families],
    connections,
    repeat,
  };
  return {
    version: MATRIX_VERSION,
    ...facts,
    inputs,
    controls: controls.map(({ task, run }) => ({
      case: task.planned.id,
      verdict: controlVerdict(run),
    })),
    causes: causes.map(({ id, name }) => ({ id, name })),
    mitigations: mitigations.map(({ id, name }) => ({ id, name })),
    cells: judgeCells(inOrder(measured, inputs)),
  };
}

/**
 * What was measured of a cell: the counts of its repetitions together, and everything that spoils them.
 * @param broken by kind of lab, what is to be said of a control that did not pass
 */
function measure(
  spec: CellSpec,
  done: readonly DoneTask[],
  broken: ReadonlyMap<string, string>,
): MeasuredCell {
  const { cause, mitigation, cell } = spec;
  const runs = done.flatMap(({ run }) => (run ? [run] : []));
  const known = runs.length === done.length ? together(runs) : together([]);
  const controls = new Set(done.flatMap(({ task }) => broken.get(labKind(task.planned)) ?? []));
  return {
    id: caseId({ ...scenarioOf(spec), family: cell.family }),
    cause: cause.id,
    mitigation: mitigation?.id ?? NONE,
    members: cell.members,
    family: cell.family,
    connections: cell.connections * Math.max(1, done.length),
    ...known,
    expected: runs.length > 0 ? theoryOf(spec) : null,
    doubts: [
      ...(runs.length < done.length ? [NOT_RUN] : []),
      ...controls,
      ...runs.flatMap(({ doubts }) => doubts),
    ],
    missed: runs.flatMap(({ missed }) => missed),
    ...userViews(runs.flatMap(({ user }) => user ?? [])),
    seconds: runs.reduce((sum, { seconds }) => sum + seconds, 0),
    cost: mitigation?.cost ?? "",
    breaks: mitigation?.breaks ?? "",
    runs: runs.map(({ folder, case: id }) => ({ folder, case: id })),
  };
}

/** The counts of repetitions together; null where those of one are open, or there are none. */
export function together(
  runs: readonly JudgedRun[],
): Record<Fate, number | null> & { connections?: number } {
  const counts = runs.flatMap(({ counts: one }) => (one ? [one] : []));
  if (runs.length === 0 || counts.length < runs.length)
    return { own: null, collateral: null, stalled: null, survived: null };
  const total = (fate: Fate) => counts.reduce((sum, one) => sum + one[fate], 0);
  return {
    connections: FATES.reduce((sum, fate) => sum + total(fate), 0),
    own: total("own"),
    collateral: total("collateral"),
    stalled: total("stalled"),
    survived: total("survived"),
  };
}

/** The views of repetitions together. */
export function userViews(views: readonly UserView[]): Pick<MeasuredCell, "user"> {
  if (views.length === 0) return {};
  const sum = (part: keyof UserView) => views.reduce((total, view) => total + view[part], 0);
  return {
    user: {
      transfers: sum("transfers"),
      whole: sum("whole"),
      broke: sum("broke"),
      connections: sum("connections"),
    },
  };
}

/** What came of a control; where its evidence is spoiled nobody knows whether anything broke. */
export function controlVerdict(run: JudgedRun | undefined): "pass" | keyof typeof WORDS {
  if (!run) return "not run";
  if (run.doubts.length > 0 || run.counts === null) return "inconclusive";
  return run.missed.length > 0 ? "broken" : "pass";
}
