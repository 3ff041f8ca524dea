import { controlOf, labKey, type PlannedCase } from "../run/index.js";
import { type CellFolders, cellCase } from "./cell-file.js";
import type { CellSpec } from "./cell-spec.js";
import type { CellKey } from "./cell-store.js";
import type { WorkCell } from "./work.js";

/** One case of a matrix: a repetition of a cell, or the control of a kind of lab. */
export interface Task {
  planned: PlannedCase;
  key: CellKey;
  /** Roughly, in seconds. */
  cost: number;
  /** Undefined: a control. */
  spec: CellSpec | undefined;
}

/** The cases of cells, after the controls that each kind of lab, in each family, is held to. */
export function tasksOf(
  cells: readonly WorkCell[],
  repeat: number,
  folders: CellFolders,
  identity: Omit<CellKey, "id" | "scenario" | "lab">,
): Task[] {
  const rounds = Array.from({ length: repeat }, (_, index) => index + 1);
  const keyed = (planned: PlannedCase, cost: number, spec?: CellSpec): Task => ({
    planned,
    cost,
    spec,
    key: { id: planned.id, scenario: planned.scenario, lab: planned.lab, ...identity },
  });
  const tasks = cells.flatMap(({ spec, planned, cost }) =>
    rounds.map((round) =>
      keyed(round === 1 ? planned : cellCase(spec, folders, round), cost, spec),
    ),
  );
  const kinds = new Map(tasks.toReversed().map((task) => [labKind(task.planned), task]));
  const controls = [...kinds.values()]
    .toReversed()
    .map(({ planned, cost }) => keyed(controlOf(planned), cost));
  return [...controls, ...tasks];
}

/** Cases of one kind are held to the same control. */
export function labKind(planned: PlannedCase): string {
  return `${labKey(planned)} ${planned.family}`;
}
