import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { execa } from "execa";
import { afterEach, describe, expect, it } from "vitest";
import { expectGolden } from "../../tests/helpers/golden.js";
import { oneOf, shippedScenarios } from "../../tests/helpers/shipped.js";
import { loadScenario } from "../topology/index.js";
import { writePlan } from "./plan.js";

const folders: string[] = [];

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "anycast-shift-plan-"));
  folders.push(folder);
  return folder;
}

function load(file: string) {
  return oneOf(loadScenario(file, "topologies"));
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

describe("writePlan", () => {
  it("writes what it says, and the expected paths", () => {
    const folder = newFolder();
    const said = writePlan(load("tests/golden/plan/case.yaml"), folder, "/opt/containerlab");
    expectGolden("plan/screen.txt", said.replaceAll(folder, "FOLDER"));
    expect(readdirSync(join(folder, "hop2")).sort()).toEqual([
      "boot",
      "frr.conf",
      "hosts",
      "ip.batch",
      "log",
      "resolv.conf",
    ]);
    expect(readFileSync(join(folder, "lab.clab.yml"), "utf8")).toContain("name: shift-plan-case\n");
  });

  it("shows nothing of a title that could control the terminal", () => {
    const loaded = load("tests/golden/plan/case.yaml");
    const lab = { ...loaded.lab, title: "T\u001b[2J" };
    const [first] = writePlan({ ...loaded, lab }, newFolder(), "/opt/containerlab").split("\n");
    expect(first).toMatch(/\(T \[2J\)$/);
  });

  it("writes the same again over an earlier plan", () => {
    const folder = newFolder();
    const first = writePlan(load("tests/golden/plan/case.yaml"), folder, "/opt/containerlab");
    expect(writePlan(load("tests/golden/plan/case.yaml"), folder, "/opt/containerlab")).toBe(first);
  });

  it("says how to get a containerlab where there is none", () => {
    const said = writePlan(load("tests/golden/plan/case.yaml"), newFolder(), undefined);
    expect(said).toMatch(/: containerlab deploy -t .*\n {2}no containerlab here .*make setup/);
  });

  it("leaves a folder alone that holds something else", () => {
    const folder = newFolder();
    writeFileSync(join(folder, "notes.txt"), "mine");
    expect(() =>
      writePlan(load("tests/golden/plan/case.yaml"), folder, "/opt/containerlab"),
    ).toThrow(/has other files/);
    expect(() =>
      writePlan(load("tests/golden/plan/case.yaml"), join(folder, "notes.txt"), undefined),
    ).toThrow(/or is one/);
    expect(readdirSync(folder)).toEqual(["notes.txt"]);
  });

  it("takes an empty name for the working folder, and looks at what is in it, too", async () => {
    const folder = newFolder();
    writeFileSync(join(folder, "notes.txt"), "mine");
    const program = resolve("dist/bin/anycast-shift.js");
    const argv = [program, "plan", resolve("tests/golden/plan/case.yaml"), "--out", ""];
    const { exitCode, stderr } = await execa(process.execPath, argv, {
      cwd: folder,
      reject: false,
    });
    expect(stderr).toContain("E_USAGE: . has other files in it");
    expect(exitCode).toBe(2);
    expect(readdirSync(folder)).toEqual(["notes.txt"]);
  });

  it("is that of the scenario with its mitigation, and refuses one that cannot work there", async () => {
    const plan = async (topology: string, mitigation: string) => {
      const folder = newFolder();
      const file = join(folder, "mine.yaml");
      writeFileSync(
        file,
        `name: mine
title: mine
about: mine
topology: ${topology}
mitigation: ${mitigation}
traffic: [{ kind: held, id: idle, count: 10 }]
timeline: [{ do: withdraw, device: dest1 }, { do: probe, traffic: idle }]
expect: [{ that: fates, of: idle }]
`,
      );
      const argv = [
        "plan",
        file,
        "--out",
        join(folder, "plan"),
        "--results",
        join(folder, "results"),
      ];
      const program = resolve("dist/bin/anycast-shift.js");
      return execa(process.execPath, [program, ...argv], { reject: false });
    };
    expect((await plan("cluster", "l4-tier")).stdout).toContain(" of tier (");
    const refused = await plan("fan", "second-chance");
    expect(refused.stderr).toContain("E_SCENARIO_REF: with the mitigation second-chance: ");
    expect(refused.exitCode).toBe(2);
  });

  it("says so when the folder cannot be made", () => {
    expect(() =>
      writePlan(load("tests/golden/plan/case.yaml"), "/proc/none/plan", undefined),
    ).toThrow(/^cannot write \/proc\/none\/plan: ENOENT/);
  });

  it("can plan every shipped scenario", () => {
    for (const file of shippedScenarios()) {
      const said = writePlan(load(file), join(newFolder(), "new", "folder"), undefined);
      expect(said).toContain("expected paths");
    }
  });
});
