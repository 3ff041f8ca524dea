import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { oneOf } from "../../tests/helpers/shipped.js";
import { projectPath, Scope } from "../core/index.js";
import { deadRunId } from "../driver/fixtures/dead-run.js";
import { identify, registerRun, runFolderOf } from "../driver/index.js";
import { loadScenario } from "../topology/index.js";
import { type HeldLab, heldLabs, keepInput, openHeldLab } from "./held-lab.js";

const root = process.geteuid?.() === 0;

describe.skipIf(!root)(`held labs${root ? "" : " (skipped: needs root)"}`, () => {
  let scope: Scope;

  beforeEach(() => {
    scope = new Scope();
  });

  afterEach(() => scope[Symbol.asyncDispose]());

  /** Makes known what a run holds; its nodes are this process and one that had its number before. */
  function hold(runId: string): HeldLab {
    const self = identify(process.pid);
    if (self === undefined) throw new Error("this process has no entry in /proc");
    const held = {
      runId,
      keeper: process.pid,
      name: `shift-${runId}-1`,
      driver: "netns",
      folder: runFolderOf(runId),
      scenario: projectPath("scenarios/examples/planned-withdraw.yaml"),
      nodes: { dest1: self, dest2: { ...self, startTicks: "1" } },
    };
    mkdirSync(held.folder, { recursive: true });
    scope.defer(held.folder, () => rmSync(held.folder, { recursive: true, force: true }));
    const topologies = projectPath("topologies");
    keepInput(oneOf(loadScenario(held.scenario, topologies)), topologies, held.folder);
    writeFileSync(join(held.folder, "lab.json"), JSON.stringify(held));
    return held;
  }

  test("are those of living processes", async () => {
    const alive = hold(registerRun(scope).id);
    const dead = hold(await deadRunId());
    const names = heldLabs().map(({ name }) => name);
    expect(names).toContain(alive.name);
    expect(names).not.toContain(dead.name);
  });

  test("give no node whose process id has become another process's", () => {
    const { running } = openHeldLab(hold(registerRun(scope).id));
    expect(running.node("dest1").pid).toBe(process.pid);
    expect(running.deadNodes()).toEqual(["dest2"]);
    expect(() => running.node("dest2")).toThrow(/node dest2 of shift-.* has ended/);
  });
});
