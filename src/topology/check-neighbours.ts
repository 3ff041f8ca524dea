import {
  type Condition,
  type Entry,
  type Expectation,
  isChooser,
  type Problem,
  type Sections,
  type Step,
} from "../scenario/index.js";
import { bgpInterfaces, ecmpHop, interfaceTowards, type Lab, type LabNode } from "./lab.js";
import { anycastMembers } from "./paths.js";

/** Parts of a scenario that name nodes which exist but have not the neighbours or members that they need. */
export function neighbourProblems(lab: Lab, sections: Sections): Problem[] {
  return [
    ...choices(sections).flatMap((entry) => spreadProblem(lab, entry) ?? []),
    ...sections.conditions.flatMap((entry) => ringProblem(lab, entry) ?? []),
    ...sections.timeline.flatMap((entry) => prependProblem(lab, entry) ?? []),
    ...sections.expect.flatMap((entry) => memberProblem(lab, entry) ?? []),
  ];
}

// What concerns the choice of a hop among its members.
function choices({ conditions, timeline }: Sections): Entry<{ node: string }>[] {
  return [
    ...conditions.flatMap(({ value, path }) => (isChooser(value) ? { value, path } : [])),
    ...timeline.flatMap(({ value, path }) => (value.do === "reseed" ? { value, path } : [])),
  ];
}

// Spreading needs something to spread over.
function spreadProblem(lab: Lab, { value, path }: Entry<{ node: string }>): Problem | undefined {
  const hop = find(lab, value.node);
  if (hop?.role !== "hop") return undefined;
  const members = anycastMembers(lab, hop.name);
  if (members.length > 1) return undefined;
  const wide = lab.nodes.filter((node) => anycastMembers(lab, node.name).length > 1);
  return {
    code: "E_SCENARIO_REF",
    path: [...path, "node"],
    message: `${hop.name} has one way to the anycast address (${members.join()}), so there is no choice`,
    hint: `hops with several: ${names(wide)}`,
  };
}

function ringProblem(lab: Lab, { value, path }: Entry<Condition>): Problem | undefined {
  if (value.kind !== "second-chance") return undefined;
  if (lab.nodes.some(({ interfaces }) => interfaces.some(({ ring }) => ring))) return undefined;
  return {
    code: "E_SCENARIO_REF",
    path: [...path, "kind"],
    message: `the devices of ${lab.topology} are not linked with each other`,
    hint: "a topology with `ring: dest#` links them",
  };
}

function prependProblem(lab: Lab, { value, path }: Entry<Step>): Problem | undefined {
  if (value.do !== "prepend") return undefined;
  const node = find(lab, value.node);
  const towards = find(lab, value.towards);
  if (!node || !towards) return undefined;
  const speakers = bgpInterfaces(lab, node).flatMap(({ peer }) => find(lab, peer.node) ?? []);
  if (node.asn !== 0 && speakers.includes(towards)) return undefined;
  return {
    code: "E_SCENARIO_REF",
    path: [...path, node.asn === 0 ? "node" : "towards"],
    message:
      node.asn === 0
        ? `${node.name} is an origin and speaks no BGP`
        : `${node.name} has no BGP session with ${towards.name}`,
    hint:
      node.asn === 0
        ? `nodes that speak BGP: ${names(lab.nodes.filter(({ asn }) => asn !== 0))}`
        : `BGP neighbours of ${node.name}: ${names(speakers)}`,
  };
}

// Connections are told apart by the member link that they take: any other link tells nothing.
function memberProblem(lab: Lab, { value, path }: Entry<Expectation>): Problem | undefined {
  if (value.that !== "member-only") return undefined;
  const [a, b] = value.link;
  const known = find(lab, a);
  if (!known || !interfaceTowards(known, b)) return undefined;
  const hop = ecmpHop(lab);
  const members = anycastMembers(lab, hop.name);
  if (a === hop.name && members.includes(b)) return undefined;
  return {
    code: "E_SCENARIO_REF",
    path: [...path, "link"],
    message: `[${a}, ${b}] is no member link of the choice at ${hop.name}`,
    hint: `member links: ${members.map((member) => `[${hop.name}, ${member}]`).join(", ")}`,
  };
}

function find(lab: Lab, name: string): LabNode | undefined {
  return lab.nodes.find((node) => node.name === name);
}

function names(nodes: LabNode[]): string {
  return nodes.map(({ name }) => name).join(", ") || "none";
}
