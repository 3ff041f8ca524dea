import type { ScenarioInput } from "../scenario/index.js";
import type { Cause } from "./cause.js";
import { type Cell, type Fates, JUDGED } from "./cell.js";
import type { Mitigation } from "./mitigation.js";

/** What theory says of a cell. */
export function cellTheory(cause: Cause, mitigation: Mitigation | undefined, cell: Cell): Fates {
  return mitigation?.theory(cause, cell) ?? cause.theory(cell);
}

/** A cell as a scenario that could be a file: cause, mitigation if any, and theory as what to expect. */
export function cellScenario(
  cause: Cause,
  mitigation: Mitigation | undefined,
  cell: Cell,
): ScenarioInput {
  const bare = cause.plan(cell);
  const plan = mitigation ? mitigation.apply(bare, cause, cell) : bare;
  const theory = cellTheory(cause, mitigation, cell);
  const { choosers, balancer, conditions, topology, traffic, timeline, expect } = plan;
  return {
    name: `${cause.id}--${mitigation?.id ?? "none"}`,
    title: mitigation ? `${cause.name}, with ${mitigation.name}` : cause.name,
    about: mitigation ? `${cause.about} ${mitigation.about}` : cause.about,
    topology,
    families: [cell.family],
    conditions: [
      ...choosers.flatMap((node) => (balancer ? [{ ...balancer, node }] : [])),
      ...conditions,
    ],
    traffic,
    timeline,
    expect: [
      { that: "fates", of: JUDGED, ...theory },
      ...(mitigation ? [] : proofOfResets(theory)),
      ...expect,
    ],
  };
}

// A bare cause has to show that its resets are shifts; with a mitigation there may be none left to show it on.
function proofOfResets({ own, collateral }: Fates): ScenarioInput["expect"] {
  if (own + collateral === 0) return [];
  return [
    { that: "shifted", of: JUDGED },
    { that: "graded", of: JUDGED, shifted: true },
  ];
}
