import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, test } from "vitest";
import { matrixFixture } from "../matrix/fixtures/cells.js";

const FROM_SOURCE = ["--import", "./scripts/ts-node.mjs", "src/cli/main.ts"];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "matrix-"));
  mkdirSync(join(folder, "shard"));
  writeFileSync(join(folder, "shard", "matrix.json"), JSON.stringify(matrixFixture()));
});
afterEach(() => rmSync(folder, { recursive: true }));

function matrix(...argv: string[]) {
  return execa(process.execPath, [...FROM_SOURCE, "matrix", ...argv], { reject: false });
}

test("merge has the options of its own that are called as those of the matrix", async () => {
  const results = join(folder, "results");
  const { stdout, stderr } = await matrix(
    "merge",
    join(folder, "shard"),
    "--results",
    results,
    "--json",
  );
  expect(stderr).toMatch(/^run folder: \S+$/);
  expect(JSON.parse(stdout)).toMatchObject({ cells: matrixFixture().cells });
  const [run = ""] = readdirSync(results);
  expect(existsSync(join(results, run, "matrix.json"))).toBe(true);
});

test("options of the matrix before a sub-command are refused, not passed over", async () => {
  const { stderr, exitCode } = await matrix("--results", folder, "merge", join(folder, "shard"));
  expect(exitCode).toBe(2);
  expect(stderr).toContain("E_USAGE: --results: before `merge`");
  expect(readdirSync(folder)).toEqual(["shard"]);
});

test("agree takes no option of the matrix for its own", async () => {
  const shard = join(folder, "shard");
  const { stderr, exitCode } = await matrix("agree", shard, shard, "--results", folder);
  expect(exitCode).toBe(2);
  expect(stderr).toContain("unknown option '--results'");
});
