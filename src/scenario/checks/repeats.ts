import type { Problem } from "../problem.js";
import type { Sections } from "./sections.js";

/** Families that are listed twice, and origins of one traffic, which would open all its connections once more. */
export function repeatProblems({ families, traffic }: Sections): Problem[] {
  const from = traffic.flatMap(({ value, path }) =>
    repeated(
      (value.from ?? []).map((origin, at) => ({ value: origin, path: [...path, "from", at] })),
    ),
  );
  return [
    ...repeated(families).map(
      ({ value, path }): Problem => ({
        code: "E_SCENARIO_SCHEMA",
        path,
        message: `family ${value} is listed twice`,
        hint: "a scenario runs once in each family: [4], [6] or [4, 6]",
      }),
    ),
    ...from.map(
      ({ value, path }): Problem => ({
        code: "E_SCENARIO_SCHEMA",
        path,
        message: `origin ${value} is listed twice`,
        hint: "each origin opens the connections of a traffic once: `count` says how many",
      }),
    ),
  ];
}

function repeated<T extends { value: unknown }>(entries: T[]): T[] {
  const listed = entries.map(({ value }) => value);
  return entries.filter(({ value }, index) => listed.indexOf(value) < index);
}
