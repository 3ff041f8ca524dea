import type { ShiftError } from "../core/index.js";
import {
  type PlacedYaml,
  type Problem,
  problemError,
  type TopologySpec,
} from "../scenario/index.js";
import { deviceUnicast, linkAddresses } from "./addresses.js";
import { anycastAddress, anycastProblems } from "./anycast.js";
import { connect, connectOrigin } from "./connect.js";
import { type Expanded, expandTopology } from "./expand.js";
import { type DualAddress, ecmpHop, hostPrefix, type Lab, type LabNode, nodeOf } from "./lab.js";
import { defaultProblems, givenProblems, type Parameters, parameterValues } from "./parameters.js";
import { anycastMembers } from "./paths.js";
import { shapeProblems } from "./shape.js";

const FIRST_ASN = 64_512;
const FIRST_SEED = 0x5eed_0001;

/** The files that a lab's input was read from, so that errors can say where. */
export interface InputFiles {
  topology?: PlacedYaml | undefined;
  scenario?: PlacedYaml | undefined;
}

/** A lab from a topology file and values for its parameters; what does not fit is returned as a list of errors. */
export function buildLab(
  spec: TopologySpec,
  parameters: Parameters = {},
  files: InputFiles = {},
): Lab | ShiftError[] {
  const values = parameterValues(spec, parameters);
  const { expanded, problems } = expandTopology(spec, values);
  // Shapes are looked at once every name is known, else one slip would be reported many times.
  if (problems.length === 0) problems.push(...shapeProblems(expanded));
  problems.push(...anycastProblems(spec), ...defaultProblems(spec));
  const errors = [
    ...givenProblems(spec, parameters).map((problem) => problemError(problem, files.scenario)),
    ...problems.map((problem) => problemError(problem, files.topology)),
  ];
  if (errors.length > 0) return errors;
  const lab = connectAll(spec, expanded);
  const choice = choiceProblem(lab, expanded);
  return choice ? [problemError(choice, files.topology)] : lab;
}

// What the lab is about: a hop that has to choose.
function choiceProblem(lab: Lab, { nodes }: Expanded): Problem | undefined {
  const hop = ecmpHop(lab).name;
  const members = anycastMembers(lab, hop);
  if (members.length > 1) return undefined;
  return {
    code: "E_SCENARIO_SCHEMA",
    path: [...(nodes.find(({ name }) => name === hop)?.path ?? []), "ecmp"],
    message: `${hop} has one shortest way to the anycast address (${members.join()}), so there is no choice`,
    hint: "give it two links or more that lead to devices equally far away",
  };
}

function connectAll(spec: TopologySpec, expanded: Expanded): Lab {
  const vip = anycastAddress(spec);
  const lab: Lab = {
    topology: spec.name,
    title: spec.title,
    vip,
    nodes: makeNodes(expanded, vip),
    links: [],
  };
  const hasSeveral = ({ name }: LabNode) =>
    expanded.links.filter(({ ends }) => ends.includes(name)).length > 1;
  let plain = 0;
  for (const link of expanded.links) {
    const ends = [nodeOf(lab, link.ends[0]), nodeOf(lab, link.ends[1])] as const;
    const origin = ends.find(({ role }) => role === "origin");
    lab.links.push(
      origin
        ? connectOrigin(lab, ends, hasSeveral(origin) ? linkAddresses(plain++) : undefined)
        : connect(lab, ends, linkAddresses(plain++), link.ring),
    );
  }
  for (const { node, towards, count } of expanded.prepend) {
    nodeOf(lab, node).prepend.push({ towards, count });
  }
  return lab;
}

function makeNodes(expanded: Expanded, vip: DualAddress): LabNode[] {
  let devices = 0;
  return expanded.nodes.map(({ name, role, ecmp, image }, index): LabNode => {
    const own = role === "device" ? deviceUnicast(devices) : undefined;
    const addresses = own ? [hostPrefix(vip), own] : [];
    return {
      name,
      role,
      ecmp,
      image,
      asn: role === "origin" ? 0 : FIRST_ASN + index,
      routerId: `10.255.0.${index + 1}`,
      ttl: own ? 64 + 20 * devices++ : 64,
      hashSeed: FIRST_SEED + index,
      interfaces: [],
      loopback: addresses,
      staticRoutes: [],
      networks: [...addresses],
      prepend: [],
    };
  });
}
