import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { oneOf } from "../../tests/helpers/shipped.js";
import { loadScenario } from "../topology/index.js";
import { keepInput, openHeldLab } from "./held-lab.js";

const place = vi.hoisted(() => ({ folder: "" }));
vi.mock("../driver/index.js", async (original) => ({
  ...(await original<typeof import("../driver/index.js")>()),
  runFolderOf: () => join(place.folder, "run"),
}));

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

  const held = { runId: "1", keeper: 1, name: "shift-1", driver: "netns", folder: run, scenario };
  expect(openHeldLab({ ...held, nodes: {} }).lab).toEqual(loaded.lab);
});
