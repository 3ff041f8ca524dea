import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { replaceProgram } from "../fixtures/replaced-program.js";
import { withLock } from "./lock.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "anycast-shift-lock-"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

describe("a lock", () => {
  test("is held by one at a time", async () => {
    const told: string[] = [];
    const file = join(folder, "lock");
    const step = async () => {
      told.push("begun");
      await new Promise((resolve) => setTimeout(resolve, 50));
      told.push("done");
    };
    await Promise.all([withLock(file, step), withLock(file, step)]);
    expect(told).toEqual(["begun", "done", "begun", "done"]);
  });

  test("needs a program, and names it", async () => {
    vi.stubEnv("PATH", folder);
    const locked = withLock(join(folder, "lock"), () => Promise.resolve());
    await expect(locked).rejects.toMatchObject({
      code: "E_TOOL_MISSING",
      message: "not installed: flock",
    });
  });

  test.each(["kill -KILL $$", "exit 1"])(
    "that is not had by %j lets no step begin",
    async (script) => {
      replaceProgram(folder, "flock", script);
      const step = vi.fn(() => Promise.resolve());
      await expect(withLock(join(folder, "lock"), step)).rejects.toMatchObject({
        code: "E_DOCKER",
      });
      expect(step).not.toHaveBeenCalled();
    },
  );
});
