import { ShiftError } from "../core/index.js";
import { controls, type PlannedCase } from "../run/index.js";

/** The cases of these scenario names, each with the controls that it is held to. @throws ShiftError E_USAGE for a name that is none. */
export function onlyNamed(all: readonly PlannedCase[], names: readonly string[]): PlannedCase[] {
  const known = new Set(all.map(({ scenario }) => scenario.name));
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new ShiftError({
      code: "E_USAGE",
      message: `no case ${unknown.join(", ")}`,
      hint: `cases: ${[...known].join(", ")}`,
    });
  }
  const chosen = all.filter(({ scenario }) => names.includes(scenario.name));
  return all.filter((one) => chosen.includes(one) || chosen.some((other) => controls(one, other)));
}
