import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { execa } from "execa";
import { projectPath, ShiftError } from "../core/index.js";
import { environmentForTools } from "./docker/environment.js";

const IMAGE_RECIPE = projectPath("image");
const CONTAINERLAB_MODULE = projectPath("scripts/setup/containerlab/go.mod");
const KERNEL_MODULES = "/proc/modules";
const VERSION_TIMEOUT_MS = 10_000;

/** Oldest containerlab with `mgmt.skip-when-unused`, without which a second path exists beside the lab's links. */
const OLDEST_CONTAINERLAB = { major: 0, minor: 76 };

/** Folder of what set-up builds once and runs share, per XDG Base Directory: relative values are ignored. */
export function cacheDir(): string {
  const base = process.env.XDG_CACHE_HOME;
  return join(base && isAbsolute(base) ? base : join(homedir(), ".cache"), "anycast-shift");
}

/**
 * Name of the node image, `anycast-shift-node:<hash>`: the hash covers every file of image/, so a changed recipe is
 * another image.
 * @throws ShiftError E_FILE when image/ is not beside the program.
 */
export function nodeImage(): string {
  try {
    const hash = createHash("sha256");
    for (const file of readdirSync(IMAGE_RECIPE).sort()) {
      hash
        .update(`${file}\0`)
        .update(readFileSync(join(IMAGE_RECIPE, file)))
        .update("\0");
    }
    return `anycast-shift-node:${hash.digest("hex").slice(0, 12)}`;
  } catch (cause) {
    throw new ShiftError({ code: "E_FILE", message: `${IMAGE_RECIPE} cannot be read`, cause });
  }
}

/** What set-up builds where containerlab is not installed. */
export interface ContainerlabBuild {
  /** Version without `v`, as scripts/setup/containerlab/go.mod pins it. */
  version: string;
  /** Absolute path that the program gets. */
  path: string;
  /** Whether it must not open /proc/modules: containerlab stops where a kernel without module support has no such file. */
  withoutModules: boolean;
}

/** The build of containerlab that this kernel needs, built or not. */
export function containerlabBuild(): ContainerlabBuild {
  const pinned = /srl-labs\/containerlab v(\S+)/.exec(readFileSync(CONTAINERLAB_MODULE, "utf8"));
  const version = pinned?.[1];
  if (version === undefined) {
    throw new ShiftError({ code: "E_BUG", message: `${CONTAINERLAB_MODULE} pins no version` });
  }
  const withoutModules = !existsSync(KERNEL_MODULES);
  const folder = `containerlab-${version}${withoutModules ? "-without-modules" : ""}`;
  return { version, path: join(cacheDir(), folder, "containerlab"), withoutModules };
}

/**
 * Path of a containerlab that can work here: the one from PATH when it is new enough and this kernel has
 * /proc/modules, else the one that set-up built; undefined when there is neither, or neither tells its version.
 */
export async function containerlabPath(): Promise<string | undefined> {
  const built = containerlabBuild();
  if (!built.withoutModules && (await isUsable("containerlab"))) return "containerlab";
  return (await isUsable(built.path)) ? built.path : undefined;
}

async function isUsable(command: string): Promise<boolean> {
  const { failed, stdout } = await execa(command, ["version", "--short"], {
    reject: false,
    timeout: VERSION_TIMEOUT_MS,
    extendEnv: false,
    env: environmentForTools(),
  });
  const version = failed ? null : /^v?(\d+)\.(\d+)\./.exec(stdout);
  if (!version) return false;
  const [major, minor] = [Number(version[1]), Number(version[2])];
  // Builds from source without a version call themselves 0.0.0.
  if (major === 0 && minor === 0) return true;
  if (major !== OLDEST_CONTAINERLAB.major) return major > OLDEST_CONTAINERLAB.major;
  return minor >= OLDEST_CONTAINERLAB.minor;
}
