import type { Problem } from "../problem.js";
import type { Sections } from "./sections.js";

/** Families that are listed twice, and origins of one traffic, which would open all its connections once more. */
export function repeatProblems({ families, traffic }: Sections): Problem[] {
  return [
    ...repeated("family", families, "a scenario runs once in each family: [4], [6] or [4, 6]"),
    ...traffic.flatMap(({ value, path }) =>
      repeated(
        "origin",
        (value.from ?? []).map((origin, at) => ({ value: origin, path: [...path, "from", at] })),
        "each origin opens the connections of a traffic once: `count` says how many",
      ),
    ),
  ];
}

function repeated(
  what: string,
  entries: readonly { value: unknown; path: Problem["path"] }[],
  hint: string,
): Problem[] {
  const listed = entries.map(({ value }) => value);
  return entries
    .filter(({ value }, index) => listed.indexOf(value) < index)
    .map(({ value, path }) => ({
      code: "E_SCENARIO_SCHEMA",
      path,
      message: `${what} ${value} is listed twice`,
      hint,
    }));
}
