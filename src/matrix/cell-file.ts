import { join } from "node:path";
import { stringify } from "yaml";
import { caseId, type Family } from "../core/index.js";
import { writeWhole } from "../disk/index.js";
import type { PlannedCase } from "../run/index.js";
import type { ScenarioInput } from "../scenario/index.js";
import { loadScenario } from "../topology/index.js";
import { type CellSpec, scenarioOf } from "./cell-spec.js";

/** Where cells find and leave files. */
export interface CellFolders {
  /** Where the scenario files of cells are written. */
  cells: string;
  topologies: string;
}

const LINE_WIDTH = 120;

/**
 * Writes a cell as a scenario file and loads that, so that it is checked like anybody's and can be kept and changed.
 * @throws AggregateError of all that is wrong with it, which is its cause's or its mitigation's fault; ShiftError E_DISK.
 */
export function cellCase(spec: CellSpec, folders: CellFolders, round = 1): PlannedCase {
  return writtenCase(scenarioOf(spec, round), spec.cell.family, folders);
}

/** A scenario that was put together, as a file in the folder of cells, loaded. @throws as above. */
export function writtenCase(
  scenario: ScenarioInput,
  family: Family,
  { cells, topologies }: CellFolders,
): PlannedCase {
  const file = join(cells, `${caseId({ ...scenario, family })}.yaml`);
  writeWhole(file, stringify(scenario, { lineWidth: LINE_WIDTH }));
  const loaded = loadScenario(file, topologies);
  if (!Array.isArray(loaded))
    return { ...loaded, id: caseId({ ...loaded.scenario, family }), family };
  throw new AggregateError(loaded);
}
