import { ShiftError } from "../core/index.js";
import type { TopologySpec } from "../scenario/index.js";

/** A topology with its # names written out. */
export interface Expanded {
  nodes: { name: string; role: "origin" | "hop" | "device"; ecmp: boolean }[];
  links: [string, string][];
  prepend: { node: string; towards: string; count: number }[];
}

/** Values for the parameters of a topology. */
export type Parameters = Record<string, number>;

/**
 * Writes out counted names (dest# with count 3: dest1, dest2, dest3) and the links between them.
 * Names and bounds that do not fit are returned as a list of errors, all at once.
 */
export function expandTopology(spec: TopologySpec, given: Parameters): Expanded | ShiftError[] {
  const errors: ShiftError[] = [];
  const fail = (message: string, hint: string) =>
    errors.push(new ShiftError({ code: "E_SCENARIO_REF", message, hint }));
  const parameters = readParameters(spec, given, fail);

  const numbered = new Map<string, string[]>();
  const nodes: Expanded["nodes"] = [];
  for (const [key, node] of Object.entries(spec.nodes)) {
    const count = typeof node.count === "string" ? parameters[node.count] : (node.count ?? 1);
    if (count === undefined) {
      fail(`node ${key} counts by the unknown parameter ${node.count}`, "declare it under parameters");
      continue;
    }
    const names = key.endsWith("#") ? numbers(count).map((n) => key.slice(0, -1) + n) : [key];
    numbered.set(key, names);
    for (const name of names) {
      if (nodes.some((other) => other.name === name)) {
        fail(`two nodes are named ${name}`, "give every node a name of its own");
      }
      nodes.push({ name, role: node.role, ecmp: node.ecmp ?? false });
    }
  }

  const known = new Set(nodes.map((node) => node.name));
  const namesOf = (ref: string, where: string): string[] => {
    const names = numbered.get(ref) ?? (known.has(ref) ? [ref] : undefined);
    if (!names) fail(`${where} names the unknown node ${ref}`, `nodes: ${[...known].join(", ")}`);
    return names ?? [];
  };
  const links = spec.links.flatMap(([a, b]) => pairUp(namesOf(a, "a link"), namesOf(b, "a link"), a, b));
  const prepend = spec.prepend.flatMap(({ node, towards, count }) =>
    pairUp(namesOf(node, "prepend"), namesOf(towards, "prepend"), node, towards).map(([from, to]) => ({
      node: from,
      towards: to,
      count,
    })),
  );
  return errors.length > 0 ? errors : { nodes, links, prepend };
}

function readParameters(
  spec: TopologySpec,
  given: Parameters,
  fail: (message: string, hint: string) => void,
): Parameters {
  const declared = Object.keys(spec.parameters).join(", ") || "none";
  for (const name of Object.keys(given)) {
    if (!(name in spec.parameters)) fail(`${spec.name} has no parameter ${name}`, `parameters: ${declared}`);
  }
  const values: Parameters = {};
  for (const [name, bound] of Object.entries(spec.parameters)) {
    const value = given[name] ?? bound.default;
    if (value < bound.min || value > bound.max) {
      fail(`${name} is ${value}`, `${spec.name} takes ${bound.min} to ${bound.max}`);
    }
    values[name] = value;
  }
  return values;
}

// Both ends counted: pairs by number; one end counted: each of them to the other.
function pairUp(a: string[], b: string[], aRef: string, bRef: string): [string, string][] {
  if (aRef.endsWith("#") && bRef.endsWith("#")) {
    return a.flatMap((name, index) => (b[index] ? [[name, b[index]] as [string, string]] : []));
  }
  return a.flatMap((left) => b.map((right) => [left, right] as [string, string]));
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}
