import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { expectGolden } from "../../tests/helpers/golden.js";
import { shippedScenarios } from "../../tests/helpers/shipped.js";
import { formatError, type ShiftError } from "../core/index.js";
import { inFileOrder, readTopology } from "../scenario/index.js";
import { buildLab } from "./build.js";
import { loadScenario } from "./load.js";

const SCENARIO_ERRORS = "tests/golden/errors";
const TOPOLOGY_ERRORS = "tests/golden/topology-errors";

function yamlIn(folder: string): string[] {
  return readdirSync(folder).filter((file) => file.endsWith(".yaml"));
}

function errorsOf(result: object | ShiftError[]): string {
  if (!Array.isArray(result)) throw new Error("no error was found");
  return `${inFileOrder(result).map(formatError).join("\n")}\n`;
}

describe("loadScenario", () => {
  it.each(shippedScenarios())("accepts the shipped scenario %s", (file) => {
    const loaded = loadScenario(file, "topologies");
    expect(Array.isArray(loaded) ? errorsOf(loaded) : "").toBe("");
  });

  it.each(yamlIn(SCENARIO_ERRORS))("says what is wrong in %s", (file) => {
    const errors = errorsOf(loadScenario(join(SCENARIO_ERRORS, file), "topologies"));
    expectGolden(join("errors", file.replace(".yaml", ".log")), errors);
  });

  it("names the file that does not exist", () => {
    expect(errorsOf(loadScenario("scenarios/none.yaml", "topologies"))).toMatch(
      /^E_FILE: cannot read scenarios\/none\.yaml: ENOENT/,
    );
  });

  it("reads no file to an end that it may not have", () => {
    expect(errorsOf(loadScenario("/dev/zero", "topologies"))).toBe(
      "E_FILE: cannot read /dev/zero: it has more than 1000000 bytes\n",
    );
  });

  it("names the folder of topologies that does not exist", () => {
    expect(errorsOf(loadScenario("scenarios/article/05-shift.yaml", "none"))).toMatch(
      /^E_FILE: cannot read the folder of topologies none: ENOENT/,
    );
  });
});

describe("a topology file", () => {
  it.each(yamlIn(TOPOLOGY_ERRORS))("is told what is wrong in %s", (file) => {
    const read = readTopology(join(TOPOLOGY_ERRORS, file));
    const result = Array.isArray(read) ? read : buildLab(read.value, {}, { topology: read.yaml });
    expectGolden(join("topology-errors", file.replace(".yaml", ".log")), errorsOf(result));
  });

  it("is told when its name is not its file's, and when it is faulty, through the scenario that names it", () => {
    const file = "tests/golden/errors-of-topology.yaml";
    expectGolden("errors-of-topology.log", errorsOf(loadScenario(file, TOPOLOGY_ERRORS)));
  });

  it("is told that it has another's name also where nothing else is wrong", () => {
    const folder = mkdtempSync(join(tmpdir(), "anycast-shift-load-"));
    try {
      const text = readFileSync("topologies/article.yaml", "utf8");
      writeFileSync(join(folder, "article.yaml"), text.replace("name: article", "name: other"));
      expect(errorsOf(loadScenario("scenarios/article/05-shift.yaml", folder))).toMatch(
        /^\S+: E_SCENARIO_REF: name: the topology of article.yaml calls itself other\n/,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
