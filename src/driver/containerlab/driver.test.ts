import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Scope } from "../../core/index.js";
import { replaceProgram } from "../fixtures/replaced-program.js";
import { smallLabModel } from "../fixtures/small-lab-model.js";
import { containerlabDriver } from "./driver.js";
import { filesNamedAfterLabs } from "./named-files.js";

vi.mock("./named-files.js", () => ({ filesNamedAfterLabs: vi.fn() }));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "anycast-shift-driver-"));
  replaceProgram(folder, "unshare", 'shift 7; exec "$@"');
  replaceProgram(folder, "containerlab", ": >ran");
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** Deploys with a containerlab that makes nothing, on a Docker daemon that is gone. */
async function deploy(labFolder: string, scope: Scope) {
  const path = join(folder, "containerlab");
  const driver = await containerlabDriver({ path, socket: join(folder, "none.sock") });
  const features = { hashSeed: false };
  const spec = { lab: smallLabModel(), name: "shift-1", runId: "1", folder: labFolder, features };
  return driver.deploy(spec, scope);
}

test("files of a lab go with it also where the Docker daemon is gone", async () => {
  const file = join(folder, "clab-shift-1-hop");
  writeFileSync(file, "");
  vi.mocked(filesNamedAfterLabs).mockReturnValue([file]);
  const scope = new Scope();
  await expect(deploy(folder, scope)).rejects.toMatchObject({ code: "E_DOCKER" });
  await expect(scope[Symbol.asyncDispose]()).rejects.toMatchObject({ code: "E_CLEANUP" });
  expect(existsSync(file)).toBe(false);
});

test("a folder that containers cannot bind is refused before containerlab runs", async () => {
  const labFolder = join(folder, "12:30");
  mkdirSync(labFolder);
  await using scope = new Scope();
  await expect(deploy(labFolder, scope)).rejects.toMatchObject({
    code: "E_DEPLOY",
    message: `containers cannot bind ${labFolder}: its path has a colon`,
  });
  expect(existsSync(join(labFolder, "ran"))).toBe(false);
});
