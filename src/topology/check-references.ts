import {
  ANYCAST,
  DEVICE_WORDS,
  oneOf,
  PLACE_WORDS,
  type Problem,
  type Reference,
  suggest,
} from "../scenario/index.js";
import { ecmpHop, interfaceTowards, type Lab, nodeOf, nodesOf, type Role } from "./lab.js";
import { aRole } from "./shape.js";

/**
 * References of a scenario that do not hold in its lab; references to traffic are not the lab's to judge.
 * @param words that may stand for a device
 */
export function referenceProblems(
  lab: Lab,
  references: readonly Reference[],
  words: readonly string[] = DEVICE_WORDS,
): Problem[] {
  return references.flatMap((reference) => problemOf(lab, reference, words) ?? []);
}

function problemOf(
  lab: Lab,
  { kind, names, path }: Reference,
  words: readonly string[],
): Problem | undefined {
  const [name = "", other = ""] = names;
  const fail = (message: string, hint: string): Problem => ({
    code: "E_SCENARIO_REF",
    path,
    message,
    hint,
  });
  switch (kind) {
    case "traffic":
      return undefined;
    case "link":
      return linkProblem(lab, name, other, fail);
    case "member-link":
      return PLACE_WORDS.includes(other)
        ? memberProblem(lab, name, fail)
        : linkProblem(lab, name, other, fail);
    case "target":
      return name === ANYCAST ? undefined : nodeProblem(lab, name, "device", fail, [ANYCAST]);
    case "device":
      return words.includes(name) ? undefined : nodeProblem(lab, name, "device", fail, words);
    case "returning-device": {
      const known = words.filter((word) => !PLACE_WORDS.includes(word));
      return known.includes(name) ? undefined : nodeProblem(lab, name, "device", fail, known);
    }
    case "node":
      return nodeProblem(lab, name, undefined, fail);
    case "hop":
    case "origin":
      return nodeProblem(lab, name, kind, fail);
  }
}

type Fail = (message: string, hint: string) => Problem;

function nodeProblem(
  lab: Lab,
  name: string,
  role: Role | undefined,
  fail: Fail,
  words: readonly string[] = [],
): Problem | undefined {
  const node = lab.nodes.find((candidate) => candidate.name === name);
  if (node && (role === undefined || node.role === role)) return undefined;
  const fitting = (role ? nodesOf(lab, role) : lab.nodes).map((candidate) => candidate.name);
  const hint = suggest(name, fitting, role ? `${role}s` : "nodes", words);
  const wanted = oneOf([role ? aRole(role) : "a node", ...words]);
  return node
    ? fail(`${name} is ${aRole(node.role)}; expected ${wanted}`, hint)
    : fail(`${lab.topology} has no node ${name}; expected ${wanted}`, hint);
}

function linkProblem(lab: Lab, a: string, b: string, fail: Fail): Problem | undefined {
  const missing = [a, b].find((name) => !lab.nodes.some((node) => node.name === name));
  if (missing !== undefined) return nodeProblem(lab, missing, undefined, fail);
  const node = nodeOf(lab, a);
  if (interfaceTowards(node, b)) return undefined;
  const neighbours = node.interfaces.map(({ peer }) => peer.node);
  return fail(`${a} and ${b} share no link`, `neighbours of ${a}: ${neighbours.join(", ")}`);
}

function memberProblem(lab: Lab, name: string, fail: Fail): Problem | undefined {
  const hop = ecmpHop(lab).name;
  if (name === hop) return nodeProblem(lab, name, undefined, fail);
  return fail(`${name} has no members`, `${hop} is the equal-cost hop of ${lab.topology}`);
}
