import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { cacheDir, containerlabBuild, containerlabPath, nodeImage } from "./provision.js";

describe("cacheDir", () => {
  test("is below XDG_CACHE_HOME", () => {
    vi.stubEnv("XDG_CACHE_HOME", "/var/somewhere");
    expect(cacheDir()).toBe("/var/somewhere/anycast-shift");
  });

  test.each(["", "relative/path"])(
    "is below the home folder when XDG_CACHE_HOME is '%s'",
    (value) => {
      vi.stubEnv("XDG_CACHE_HOME", value);
      expect(cacheDir()).toBe(join(homedir(), ".cache/anycast-shift"));
    },
  );
});

test("the node image is named after its recipe", () => {
  expect(nodeImage()).toMatch(/^anycast-shift-node:[0-9a-f]{12}$/);
});

describe("containerlabPath", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "anycast-shift-provision-"));
    vi.stubEnv("XDG_CACHE_HOME", join(folder, "cache"));
    vi.stubEnv("PATH", `${folder}:/usr/bin:/bin`);
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** A program called containerlab, in PATH, of this version. */
  function install(version: string): void {
    write(join(folder, "containerlab"), `#!/bin/sh\necho ${version}\n`);
  }

  /** What set-up leaves, which tells this version. */
  function build(text = "#!/bin/sh\necho 0.79.0\n"): string {
    const { path } = containerlabBuild();
    mkdirSync(dirname(path), { recursive: true });
    write(path, text);
    return path;
  }

  function write(program: string, text: string): void {
    writeFileSync(program, text);
    chmodSync(program, 0o755);
  }

  test("is undefined without any", async () => {
    vi.stubEnv("PATH", folder);
    expect(await containerlabPath()).toBeUndefined();
  });

  test("is the one that set-up built when PATH has one that is too old", async () => {
    install("0.75.0");
    expect(await containerlabPath()).toBeUndefined();
    const built = build();
    expect(await containerlabPath()).toBe(built);
  });

  test("is undefined where what set-up left does not run", async () => {
    vi.stubEnv("PATH", folder);
    build("half a program");
    expect(await containerlabPath()).toBeUndefined();
  });

  test.each(["0.76.0", "0.79.0", "1.0.0", "0.0.0"])(
    "version %s from PATH comes first where the kernel has a list of modules",
    async (version) => {
      install(version);
      const built = build();
      expect(await containerlabPath()).toBe(existsSync("/proc/modules") ? "containerlab" : built);
    },
  );
});

test("a kernel without a list of modules has a build of its own", () => {
  const { version, path, withoutModules } = containerlabBuild();
  expect(withoutModules).toBe(!existsSync("/proc/modules"));
  expect(path).toBe(
    join(
      cacheDir(),
      `containerlab-${version}${withoutModules ? "-without-modules" : ""}`,
      "containerlab",
    ),
  );
});
