// Builds the pinned containerlab from its source with Go into the cache, for machines that do not package it.
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { messageOf } from "../../src/core/index.js";
import { type ContainerlabBuild, containerlabBuild } from "../../src/driver/provision.js";

const MODULE = fileURLToPath(new URL("containerlab", import.meta.url));
const PACKAGE = "github.com/srl-labs/containerlab";
/** The one file that opens the list of kernel modules. */
const MODULE_LIST_READER = "utils/kernel_module.go";

try {
  await build(containerlabBuild());
} catch (thrown) {
  console.error(messageOf(thrown));
  process.exitCode = 1;
}

async function build(wanted: ContainerlabBuild): Promise<void> {
  mkdirSync(dirname(wanted.path), { recursive: true });
  const work = mkdtempSync(join(dirname(wanted.path), "build-"));
  try {
    await buildIn(work, wanted);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function buildIn(
  work: string,
  { version, path, withoutModules }: ContainerlabBuild,
): Promise<void> {
  // A copy: go writes the pins of the indirect modules into it.
  cpSync(MODULE, work, { recursive: true });
  await go(work, ["mod", "download", PACKAGE]);
  const place = withoutModules ? await patchedSource(work) : work;
  const flags = ["-trimpath", "-ldflags", `-s -w -X ${PACKAGE}/cmd.Version=${version}`];
  const built = join(work, "containerlab");
  await go(place, ["build", "-mod=mod", ...flags, "-o", built, PACKAGE]);
  await execa(built, ["version", "--short"]);
  renameSync(built, path);
}

/** A copy of containerlab's source that reads an empty list of modules: it then takes them for built in. */
async function patchedSource(work: string): Promise<string> {
  const source = join(work, "source");
  const folder = await go(work, ["list", "-m", "-f", "{{.Dir}}", PACKAGE]);
  // The module cache is read-only, and a copy keeps the modes.
  await execa("cp", ["-r", "--no-preserve=mode", folder.trim(), source]);
  const file = join(source, MODULE_LIST_READER);
  const text = readFileSync(file, "utf8");
  const patched = text.replace('os.Open("/proc/modules")', 'os.Open("/dev/null")');
  if (patched === text)
    throw new Error(`${PACKAGE}/${MODULE_LIST_READER} opens /proc/modules no more`);
  writeFileSync(file, patched);
  return source;
}

/** Runs Go and returns what it prints. One that is older than the module asks for fetches a newer: Debian's has to be told so. */
async function go(cwd: string, args: string[]): Promise<string> {
  const { GOTOOLCHAIN = "auto" } = process.env;
  const env = { CGO_ENABLED: "0", GOTOOLCHAIN };
  const { stdout } = await execa("go", args, { cwd, env, stdin: "ignore" });
  return stdout;
}
