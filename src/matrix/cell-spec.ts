import {
  type Cause,
  type Cell,
  cellScenario,
  cellTheory,
  type Mitigation,
} from "../catalogue/index.js";
import type { Fate } from "../core/index.js";
import type { ScenarioInput } from "../scenario/index.js";
import { allFates } from "../verdict/index.js";

/** One cell of the matrix, before it is run. */
export interface CellSpec {
  cause: Cause;
  /** Undefined: without any, what the mitigated ones are compared with. */
  mitigation: Mitigation | undefined;
  cell: Cell;
}

/** What theory says of the judged connections of a cell, as shares. */
export function theoryOf({ cause, mitigation, cell }: CellSpec): Record<Fate, number> {
  return allFates(cellTheory(cause, mitigation, cell));
}

/**
 * A cell as a scenario; its name tells it from every other cell of any matrix, the family apart.
 * @param round which repetition, from 1
 */
export function scenarioOf({ cause, mitigation, cell }: CellSpec, round = 1): ScenarioInput {
  const scenario = cellScenario(cause, mitigation, cell);
  const again = round > 1 ? `-r${round}` : "";
  return { ...scenario, name: `${scenario.name}-n${cell.members}-m${cell.connections}${again}` };
}

/** The same cell without its mitigation; what it must be compared with. */
export function twinOf(spec: CellSpec): CellSpec {
  return { ...spec, mitigation: undefined };
}
