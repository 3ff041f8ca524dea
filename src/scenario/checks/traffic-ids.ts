import type { Problem } from "../problem.js";
import { suggest } from "../suggest.js";
import type { Sections } from "./sections.js";

/** Ids that two kinds of traffic share, and references to traffic that does not exist. */
export function trafficIdProblems({ trafficIds, references }: Sections): Problem[] {
  const ids = trafficIds.map(({ value }) => value);
  const twice = trafficIds.filter(({ value }, index) => ids.indexOf(value) < index);
  const unknown = references.filter(
    ({ kind, names: [name] }) => kind === "traffic" && !ids.includes(name as string),
  );
  return [
    ...twice.map(
      ({ value, path }): Problem => ({
        code: "E_SCENARIO_REF",
        path: [...path, "id"],
        message: `another traffic has the id ${value} already`,
        hint: "give every traffic an id of its own: expectations name it",
      }),
    ),
    ...unknown.map(
      ({ names: [name], path }): Problem => ({
        code: "E_SCENARIO_REF",
        path,
        message: `no traffic has the id ${name}`,
        hint: suggest(name as string, ids, "traffic"),
      }),
    ),
  ];
}
