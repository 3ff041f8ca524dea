// Which subjects this host has; the others are named with the command that would bring them.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import type { Scope } from "../../../src/core/index.js";
import { ensureDocker } from "../../../src/driver/docker-daemon.js";
import { hasNodeImage } from "../../../src/driver/node-image.js";
import { cacheDir, containerlabPath } from "../../../src/driver/provision.js";
import { bareContainerlabSubject, containerlabSubject, netnsSubject } from "./drivers.js";
import { mininetSubject, munetSubject } from "./python.js";
import type { Subject } from "./subject.js";

const MUNET = "munet==0.17.3";
const SYSTEM_PYTHON = "/usr/bin/python3";

/** Subjects that can be measured, the reference first, and why the others cannot. */
export async function availableSubjects(
  scope: Scope,
): Promise<{ subjects: Subject[]; missing: string[] }> {
  const missing: string[] = [];
  const subjects = [netnsSubject()];
  const munet = await munetPython();
  if (munet) subjects.push(munetSubject(munet));
  else missing.push("munet: needs python3 with venv: apt-get install python3-venv");
  if (await imports(SYSTEM_PYTHON, "mininet")) subjects.push(mininetSubject(SYSTEM_PYTHON));
  else missing.push("Mininet: apt-get install --no-install-recommends mininet");
  const path = await containerlabPath();
  if (path === undefined) missing.push("containerlab: make setup");
  else subjects.push(...(await containerlabSubjects(path, scope, missing)));
  return { subjects, missing };
}

async function containerlabSubjects(
  path: string,
  scope: Scope,
  missing: string[],
): Promise<Subject[]> {
  const docker = await ensureDocker(scope);
  if (await hasNodeImage(docker)) {
    const tool = { path, socket: docker.socket };
    return [await containerlabSubject(tool), bareContainerlabSubject(tool)];
  }
  missing.push("the node image of containerlab: make setup");
  return [];
}

/** A Python that has munet; installed by pip into the cache when it is not there yet. */
async function munetPython(): Promise<string | undefined> {
  const folder = join(cacheDir(), "bench-munet");
  const python = join(folder, "bin/python3");
  if (existsSync(python) && (await imports(python, "munet"))) return python;
  const made = await execa("python3", ["-m", "venv", folder], { reject: false });
  if (made.failed) return undefined;
  await execa(python, ["-m", "pip", "install", "--quiet", MUNET]);
  return python;
}

async function imports(python: string, module: string): Promise<boolean> {
  const result = await execa(python, ["-c", `import ${module}`], { reject: false });
  return !result.failed;
}
