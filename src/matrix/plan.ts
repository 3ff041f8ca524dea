import { type Cause, type Mitigation, whyNot } from "../catalogue/index.js";
import type { Family } from "../core/index.js";
import type { CellSpec } from "./cell-spec.js";

/** Which cells are wanted. */
export interface MatrixRequest {
  causes: readonly Cause[];
  mitigations: readonly Mitigation[];
  members: readonly number[];
  families: readonly Family[];
  /** Judged connections of each cell. */
  connections: number;
  /** How often each cell is run; the counts are added up. */
  repeat: number;
}

/** A cell of the plan; `why` says why it makes no sense, on any host. */
export interface PlannedCell extends CellSpec {
  why: string | undefined;
}

/** Every cell of a matrix in the order of reports, the one without mitigation first of its kind. */
export function planCells(request: MatrixRequest): PlannedCell[] {
  const { causes, mitigations, members, families, connections } = request;
  return groupsOf(causes, members, families).flatMap(({ cause, count, family }) => {
    const cell = { members: count, family, connections };
    return [undefined, ...mitigations].map((mitigation) => ({
      cause,
      mitigation,
      cell,
      why: whyNot(cause, mitigation, cell),
    }));
  });
}

function groupsOf(
  causes: readonly Cause[],
  members: readonly number[],
  families: readonly Family[],
) {
  return causes.flatMap((cause) =>
    members.flatMap((count) => families.map((family) => ({ cause, count, family }))),
  );
}
