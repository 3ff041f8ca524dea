import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { oneOf } from "../../tests/helpers/shipped.js";
import { loadScenario } from "../topology/index.js";
import { findHeldLab, type HeldLab, keepInput, openHeldLab } from "./held-lab.js";

const place = vi.hoisted(() => ({ folder: "" }));
vi.mock("../driver/index.js", async (original) => ({
  ...(await original<typeof import("../driver/index.js")>()),
  requireRoot: () => undefined,
  registeredRuns: () => readdirSync(place.folder),
  ownerOf: (id: string) => (id.startsWith("dead") ? "dead" : "alive"),
  runFolderOf: (id: string) => join(place.folder, id),
}));

const HELD = { keeper: 1, driver: "netns", scenario: "my.yaml", nodes: {} };

beforeEach(() => {
  place.folder = mkdtempSync(join(tmpdir(), "held-"));
});
afterEach(() => rmSync(place.folder, { recursive: true }));

test("a lab that is up stays what it was made from, whatever becomes of the files", () => {
  const [mine, run] = ["mine", "run"].map((name) => join(place.folder, name)) as [string, string];
  for (const folder of [mine, run]) mkdirSync(folder);
  const scenario = join(mine, "my.yaml");
  copyFileSync("scenarios/article/05-shift.yaml", scenario);
  copyFileSync("topologies/article.yaml", join(mine, "article.yaml"));
  const loaded = oneOf(loadScenario(scenario, mine));
  keepInput(loaded, mine, run);
  writeFileSync(scenario, "half of an edit: [");
  rmSync(join(mine, "article.yaml"));

  const held = { ...HELD, runId: "run", name: "shift-run", folder: run, scenario };
  expect(openHeldLab(held).lab).toEqual(loaded.lab);
});

/** Makes a run that holds a lab. */
function hold(runId: string): HeldLab {
  const folder = join(place.folder, runId);
  const held = { ...HELD, runId, name: `shift-${runId}`, folder };
  mkdirSync(folder);
  writeFileSync(join(folder, "lab.json"), JSON.stringify(held));
  return held;
}

test("the only lab that is up needs no name; no run without one counts, nor what a killed process held", () => {
  mkdirSync(join(place.folder, "without"));
  mkdirSync(join(place.folder, "ending"));
  writeFileSync(join(place.folder, "ending", "lab.json"), "{}");
  hold("dead");
  expect(() => findHeldLab()).toThrow(
    expect.objectContaining({
      code: "E_USAGE",
      message: "no lab is up",
      hint: "`anycast-shift up SCENARIO` brings one up",
    }),
  );
  const one = hold("one");
  expect(findHeldLab()).toEqual(one);
});

test("of several labs that are up it is the one of that name, and without a name none", () => {
  const labs = [hold("one"), hold("two")];
  for (const lab of labs) expect(findHeldLab(lab.name)).toEqual(lab);
  const refused = (message: string) =>
    expect.objectContaining({
      code: "E_USAGE",
      message,
      hint: expect.stringMatching(/^--lab takes one of: shift-(one, shift-two|two, shift-one)$/),
    });
  expect(() => findHeldLab()).toThrow(refused("more than one lab is up"));
  expect(() => findHeldLab("shift")).toThrow(refused("no lab shift is up"));
});
