import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import { afterAll, expect, test, vi } from "vitest";
import { cleanCommand } from "./clean.js";
import { downCommand, statusCommand } from "./held.js";
import { matrixCommand } from "./matrix.js";
import { reproCommand } from "./repro.js";
import { runCommand } from "./run.js";
import { upCommand } from "./up.js";
import { validateCommand } from "./validate.js";

const SHIFT = "scenarios/article/05-shift.yaml";
const PLAN = "scenarios/examples/planned-withdraw.yaml";

const folder = mkdtempSync(join(tmpdir(), "shift-root-"));
const results = join(folder, "results");

afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ["run SCENARIO", runCommand, [SHIFT, "--results", results]],
  ["run PLAN", runCommand, [PLAN, "--results", results]],
  ["run --cause", runCommand, ["--cause", "withdraw-first", "--results", results]],
  ["repro", reproCommand, ["--results", results]],
  ["matrix", matrixCommand, ["--results", results]],
  ["validate", validateCommand, [PLAN, "--results", results]],
  ["up", upCommand, [SHIFT]],
  ["status", statusCommand, []],
  ["down", downCommand, []],
  ["clean", cleanCommand, []],
] as [string, () => CommandUnknownOpts, string[]][])(
  "%s needs root, and says so before it makes anything",
  async (_, command, argv) => {
    vi.spyOn(process, "geteuid").mockReturnValue(65_534);
    await expect(command().parseAsync(argv, { from: "user" })).rejects.toMatchObject({
      code: "E_PRIVILEGE",
      hint: expect.stringContaining("sudo"),
    });
    expect(existsSync(results)).toBe(false);
  },
);
