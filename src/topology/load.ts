import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { messageOf, ShiftError } from "../core/index.js";
import {
  announcementProblems,
  checkScenario,
  formatPath,
  inFileOrder,
  linkProblems,
  type PlacedYaml,
  type Problem,
  problemError,
  readTopology,
  type Scenario,
  type Sections,
  scenarioProblems,
  scenarioSchema,
  sectionsOf,
  suggest,
  type TopologySpec,
  type YamlPath,
} from "../scenario/index.js";
import { buildLab } from "./build.js";
import { iperfProblems } from "./check-iperf.js";
import { mitigationProblems } from "./check-mitigation.js";
import { neighbourProblems } from "./check-neighbours.js";
import { referenceProblems } from "./check-references.js";
import type { Lab } from "./lab.js";
import type { Parameters } from "./parameters.js";

const ENDING = ".yaml";

/** A scenario that can be run: every name in it exists in its lab. */
export interface LoadedScenario {
  scenario: Scenario;
  topology: TopologySpec;
  parameters: Parameters;
  lab: Lab;
  /** The scenario's file as it was given. */
  file: string;
}

/**
 * Reads a scenario and the topology that it names, `<name>.yaml` in a folder, and checks one against the other.
 * Errors of syntax, schema and references come at once, in the order of the file, each with its line and column; a
 * part that one error makes meaningless is not judged further.
 */
export function loadScenario(file: string, topologyDir: string): LoadedScenario | ShiftError[] {
  const checked = checkScenario(file);
  if (Array.isArray(checked)) return checked;
  const { yaml, value: scenario } = checked;
  const sections = sectionsOf(yaml.value);
  const named = topologyOf(yaml.value);
  const found = named ? findLab(named, topologyDir, yaml) : [];
  const inLab = Array.isArray(found) ? [] : labProblems(found.lab, sections);
  // Of a device that is not there nobody can say what it announces.
  const announcements = announcementProblems(sections).filter(
    ({ path }) => !inLab.some((one) => formatPath(one.path) === formatPath(path)),
  );
  const problems = [...scenarioProblems(sections), ...announcements, ...linkProblems(sections)];
  const errors = [
    ...checked.errors,
    ...[...problems, ...inLab].map((problem) => problemError(problem, yaml)),
    ...(Array.isArray(found) ? found : []),
  ];

  if (!scenario || !named || Array.isArray(found) || errors.length > 0) return inFileOrder(errors);
  return { scenario, topology: found.topology, parameters: named.parameters, lab: found.lab, file };
}

/** The topology that a scenario names, with values for its parameters. */
interface NamedTopology {
  name: string;
  parameters: Parameters;
  /** Where its name stands in the scenario. */
  path: YamlPath;
}

// Undefined when the schema refuses that part, which has its own error then.
function topologyOf(raw: unknown): NamedTopology | undefined {
  const { data } = scenarioSchema.pick({ topology: true }).loose().safeParse(raw);
  if (!data) return undefined;
  const { topology } = data;
  return typeof topology === "string"
    ? { name: topology, parameters: {}, path: ["topology"] }
    : { name: topology.name, parameters: topology.with, path: ["topology", "name"] };
}

function findLab(
  { name, parameters, path }: NamedTopology,
  topologyDir: string,
  scenario: PlacedYaml,
): { topology: TopologySpec; lab: Lab } | ShiftError[] {
  let files: string[];
  try {
    files = readdirSync(topologyDir);
  } catch (cause) {
    const message = `cannot read the folder of topologies ${topologyDir}: ${messageOf(cause)}`;
    return [new ShiftError({ code: "E_FILE", message, cause })];
  }
  const known = files.filter((file) => file.endsWith(ENDING)).map((file) => basename(file, ENDING));
  if (!known.includes(name)) {
    const message = `no topology is named ${name}`;
    const hint = suggest(name, known.toSorted(), "topologies");
    return [problemError({ code: "E_SCENARIO_REF", path, message, hint }, scenario)];
  }
  const read = readTopology(join(topologyDir, `${name}${ENDING}`));
  if (Array.isArray(read)) return read;
  const { value: topology, yaml } = read;
  const lab = buildLab(topology, parameters, { topology: yaml, scenario });
  const errors = [...misnamed(topology, name, yaml), ...(Array.isArray(lab) ? lab : [])];
  return Array.isArray(lab) || errors.length > 0 ? errors : { topology, lab };
}

// Labs and reports call a topology by its own name, scenarios by its file's.
function misnamed(topology: TopologySpec, name: string, yaml: PlacedYaml): ShiftError[] {
  if (topology.name === name) return [];
  const message = `the topology of ${name}${ENDING} calls itself ${topology.name}`;
  const hint = `name it ${name}, or rename the file`;
  return [problemError({ code: "E_SCENARIO_REF", path: ["name"], message, hint }, yaml)];
}

function labProblems(lab: Lab, sections: Sections): Problem[] {
  return [
    ...referenceProblems(lab, sections.references),
    ...neighbourProblems(lab, sections),
    ...iperfProblems(lab, sections),
    ...mitigationProblems(lab, sections),
  ];
}
