import type { Problem } from "../problem.js";
import type { Sections } from "./sections.js";

/** Families that are listed twice. */
export function familyProblems({ families }: Sections): Problem[] {
  const listed = families.map(({ value }) => value);
  const twice = families.filter(({ value }, index) => listed.indexOf(value) < index);
  return twice.map(
    ({ value, path }): Problem => ({
      code: "E_SCENARIO_SCHEMA",
      path,
      message: `family ${value} is listed twice`,
      hint: "a scenario runs once in each family: [4], [6] or [4, 6]",
    }),
  );
}
