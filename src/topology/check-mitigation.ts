import { type Problem, ROLE_WORDS, type Sections, suggest } from "../scenario/index.js";
import { type Lab, nodesAt } from "./lab.js";

/** Places of a scenario's own mitigation that the lab does not have. */
export function mitigationProblems(lab: Lab, { mitigation }: Sections): Problem[] {
  if (!mitigation) return [];
  const places = [
    ...Object.keys(mitigation.at).map((where) => ({ where, path: ["at", where], atKey: true })),
    ...mitigation.check.map(({ at }, index) => ({ where: at, path: ["check", index, "at"] })),
  ];
  const known = [...Object.keys(ROLE_WORDS), ...lab.nodes.map(({ name }) => name)];
  return places
    .filter(({ where }) => nodesAt(lab, where).length === 0)
    .map(({ where, path, ...rest }) => ({
      code: "E_SCENARIO_REF",
      path: ["mitigation", ...path],
      ...rest,
      message: `${lab.topology} has no node ${where}`,
      hint: suggest(where, known, "nodes and words for all of a role"),
    }));
}
