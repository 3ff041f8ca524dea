import type { Problem, YamlPath } from "../scenario/index.js";
import type { Expanded } from "./expand.js";

/** How many there can be: origins have a /29 each in a /24, devices a TTL 20 apart, nodes a router id. */
const LIMITS = { origin: 32, device: 10, nodes: 255 };

/** Everything about the shape of a topology that a lab could not be built from, or that would make it meaningless. */
export function shapeProblems(expanded: Expanded): Problem[] {
  const routed = { ...expanded, links: expanded.links.filter(({ ring }) => !ring) };
  return [
    ...countProblems(expanded),
    ...ecmpProblems(expanded),
    ...linkProblems(expanded),
    ...ringProblems(expanded),
    ...originProblems(routed),
    ...islandProblems(routed),
    ...prependProblems(routed),
  ];
}

function problem(path: YamlPath, message: string, hint: string): Problem {
  return { code: "E_SCENARIO_SCHEMA", path, message, hint };
}

function countProblems({ nodes }: Expanded): Problem[] {
  const problems = (["origin", "device"] as const).flatMap((role) => {
    const { length } = nodes.filter((node) => node.role === role);
    if (length >= 1 && length <= LIMITS[role]) return [];
    return [problem(["nodes"], `${length} ${role}s`, `a lab has 1 to ${LIMITS[role]} of them`)];
  });
  if (nodes.length <= LIMITS.nodes) return problems;
  const message = `${nodes.length} nodes`;
  return [...problems, problem(["nodes"], message, `a lab has at most ${LIMITS.nodes}`)];
}

function ecmpProblems({ nodes }: Expanded): Problem[] {
  const marked = nodes.filter(({ ecmp }) => ecmp);
  if (marked.length === 0) {
    return [
      problem(["nodes"], "no hop has `ecmp: true`", "mark the hop whose choice is the subject"),
    ];
  }
  const [first, ...others] = marked.filter(({ role }) => role === "hop");
  return [
    ...marked
      .filter(({ role }) => role !== "hop")
      .map(({ name, role, path }) =>
        problem([...path, "ecmp"], `${name} is ${aRole(role)}`, "only a hop can be marked ecmp"),
      ),
    ...others.map(({ name, path }) =>
      problem([...path, "ecmp"], `${first?.name} and ${name} are both marked`, "mark one hop"),
    ),
  ];
}

function linkProblems({ links }: Expanded): Problem[] {
  const keys = links.map(({ ends }) => ends.toSorted().join());
  return links.flatMap(({ ends: [a, b], path }, index) => {
    if (a === b) return [problem(path, `${a} is linked to itself`, "a link has two nodes")];
    if (keys.indexOf(keys[index] as string) === index) return [];
    return [problem(path, `${a} and ${b} are linked already`, "two nodes share one link at most")];
  });
}

function ringProblems({ nodes, links }: Expanded): Problem[] {
  const inRing = new Set(links.flatMap(({ ring, ends }) => (ring ? ends : [])));
  const wrong = nodes.find(({ name, role }) => role !== "device" && inRing.has(name));
  if (!wrong) return [];
  return [problem(["ring"], `${wrong.name} is ${aRole(wrong.role)}`, "a ring is one of devices")];
}

// Every first hop of an origin announces the way back.
function originProblems({ nodes, links }: Expanded): Problem[] {
  const roles = new Map(nodes.map(({ name, role }) => [name, role]));
  return nodes
    .filter(({ role }) => role === "origin")
    .flatMap(({ name, path }) => {
      const peers = links.flatMap(({ ends: [a, b] }) => (a === name ? [b] : b === name ? [a] : []));
      const wrong = peers.find((peer) => roles.get(peer) !== "hop");
      const message = `${name} is linked to ${wrong}, which is no hop`;
      return wrong ? [problem(path, message, "an origin has links to its first hops only")] : [];
    });
}

// An origin forwards nothing: no way leads through it.
function islandProblems({ nodes, links }: Expanded): Problem[] {
  const origins = new Set(nodes.flatMap(({ name, role }) => (role === "origin" ? name : [])));
  const first = (nodes.find(({ name }) => !origins.has(name)) ?? nodes[0])?.name ?? "";
  const reached = new Set([first]);
  for (let size = -1; size !== reached.size; ) {
    size = reached.size;
    for (const { ends } of links) {
      const isReached = ends.some((end) => reached.has(end) && !origins.has(end));
      if (isReached) for (const end of ends) reached.add(end);
    }
  }
  return nodes
    .filter(({ name }) => !reached.has(name))
    .map(({ name, path }) =>
      problem(path, `no links lead from ${first} to ${name}`, "a lab is in one piece"),
    );
}

function prependProblems({ nodes, links, prepend }: Expanded): Problem[] {
  const origins = nodes.filter(({ role }) => role === "origin").map(({ name }) => name);
  const keys = prepend.map(({ node, towards }) => `${node} ${towards}`);
  return prepend.flatMap(({ node, towards, path }, index) => {
    const silent = [node, towards].find((name) => origins.includes(name));
    if (silent) {
      const message = `${silent} is an origin and speaks no BGP`;
      return [problem(path, message, "name two neighbours that do")];
    }
    if (!links.some(({ ends }) => ends.includes(node) && ends.includes(towards))) {
      return [problem(path, `${node} and ${towards} share no link`, "name two neighbours")];
    }
    if (keys.indexOf(keys[index] as string) === index) return [];
    const message = `${node} prepends towards ${towards} already`;
    return [problem(path, message, "name each pair once, with its count")];
  });
}

/** A role with its article. */
export function aRole(role: string): string {
  return `${role === "origin" ? "an" : "a"} ${role}`;
}
