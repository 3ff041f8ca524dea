import { type Problem, suggest, type TopologySpec, type YamlPath } from "../scenario/index.js";
import type { Role } from "./lab.js";
import type { Parameters } from "./parameters.js";

/** A topology with its # names written out; each part knows what it was written out from. */
export interface Expanded {
  nodes: {
    name: string;
    role: Role;
    ecmp: boolean;
    image: string | undefined;
    path: YamlPath;
  }[];
  /** Those of the ring come last: the names of the others, and their addresses, are the same without it. */
  links: { ends: [string, string]; ring: boolean; path: YamlPath }[];
  prepend: { node: string; towards: string; count: number; path: YamlPath }[];
}

/**
 * Writes out counted names (dest# with count 3: dest1, dest2, dest3) and the links between them. Names that do not
 * fit are returned as problems, all at once; paths are those of the topology file.
 */
export function expandTopology(
  spec: TopologySpec,
  values: Parameters,
): { expanded: Expanded; problems: Problem[] } {
  const problems: Problem[] = [];
  const names = new Map<string, string[]>();
  const nodes = Object.entries(spec.nodes).flatMap(([key, { role, ecmp, image, count }]) => {
    const path = ["nodes", key];
    const written = writeOut(key, count, values, problems);
    names.set(key, written);
    return written.map((name) => ({ name, role, ecmp: ecmp ?? false, image, path }));
  });
  const known = nodes.map(({ name }) => name);
  problems.push(...sameName(nodes));

  // A name of one counted node, such as first1, stands for that node alone.
  const namesOf = (reference: string, path: YamlPath): string[] => {
    const written = names.get(reference) ?? (known.includes(reference) ? [reference] : undefined);
    if (!written) {
      const message = `unknown node ${reference}`;
      const hint = suggest(reference, [...new Set([...names.keys(), ...known])], "nodes");
      problems.push({ code: "E_SCENARIO_REF", path, message, hint });
    }
    return written ?? [];
  };
  const links = spec.links.flatMap(([a, b], index) => {
    const path = ["links", index];
    const sides = [namesOf(a, [...path, 0]), namesOf(b, [...path, 1])] as const;
    return pairUp(sides, [a, b], path, problems).map((ends) => ({ ends, ring: false, path }));
  });
  const { ring } = spec;
  if (ring !== undefined) {
    const path = ["ring"];
    links.push(...around(namesOf(ring, path)).map((ends) => ({ ends, ring: true, path })));
  }
  const prepend = spec.prepend.flatMap(({ node, towards, count }, index) => {
    const path = ["prepend", index];
    const sides = [
      namesOf(node, [...path, "node"]),
      namesOf(towards, [...path, "towards"]),
    ] as const;
    return pairUp(sides, [node, towards], path, problems).map(([from, to]) => ({
      node: from,
      towards: to,
      count,
      path,
    }));
  });
  return { expanded: { nodes, links, prepend }, problems };
}

function writeOut(
  key: string,
  count: number | string | undefined,
  values: Parameters,
  problems: Problem[],
): string[] {
  const path = ["nodes", key, "count"];
  if (key.endsWith("#") !== (count !== undefined)) {
    const message = key.endsWith("#") ? "missing" : "only a name that ends in # has a count";
    const hint = "a name that ends in # stands for as many nodes as its count says";
    problems.push({ code: "E_SCENARIO_SCHEMA", path, message, hint });
    return [key.replace("#", "1")];
  }
  // A name such as constructor would be found in any object.
  const value = typeof count === "string" ? new Map(Object.entries(values)).get(count) : count;
  if (typeof count === "string" && value === undefined) {
    const message = `unknown parameter ${count}`;
    const hint = suggest(count, Object.keys(values), "parameters");
    problems.push({ code: "E_SCENARIO_REF", path, message, hint });
  }
  if (count === undefined) return [key];
  return Array.from({ length: value ?? 1 }, (_, index) => key.replace("#", String(index + 1)));
}

function sameName(nodes: Expanded["nodes"]): Problem[] {
  return nodes
    .filter(({ name }, index) => nodes.findIndex((other) => other.name === name) < index)
    .map(({ name, path }) => ({
      code: "E_SCENARIO_REF",
      path,
      atKey: true,
      message: `another node is named ${name} already`,
      hint: "give every node a name of its own",
    }));
}

// Each with the next, and the last with the first; two nodes share one link.
function around(names: string[]): [string, string][] {
  const links = names.length > 2 ? names.length : names.length - 1;
  return names
    .slice(0, links)
    .map((name, index) => [name, names[(index + 1) % names.length] as string]);
}

// Both ends counted: pairs by number; one end counted: each of them to the other.
function pairUp(
  [a, b]: readonly [string[], string[]],
  [aReference, bReference]: [string, string],
  path: YamlPath,
  problems: Problem[],
): [string, string][] {
  if (!aReference.endsWith("#") || !bReference.endsWith("#")) {
    return a.flatMap((left) => b.map((right): [string, string] => [left, right]));
  }
  if (a.length !== b.length && a.length > 0 && b.length > 0) {
    problems.push({
      code: "E_SCENARIO_SCHEMA",
      path,
      message: `${a.length} nodes ${aReference} do not pair up with ${b.length} nodes ${bReference}`,
      hint: "give both the same count",
    });
  }
  return a.flatMap((left, index) => (b[index] ? [[left, b[index]] as [string, string]] : []));
}
