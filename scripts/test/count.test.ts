import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterEach, beforeEach, expect, test } from "vitest";

const COUNT = fileURLToPath(new URL("count.mjs", import.meta.url));
const PROJECT = fileURLToPath(new URL("../..", import.meta.url));

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "anycast-shift-count-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function count(...stages: string[]) {
  const { stdout, exitCode } = await execa("node", [COUNT, folder, ...stages], { reject: false });
  return { stdout, exitCode };
}

/** Runs vitest on files of these texts, so that the report is a real one. */
async function report(name: string, files: Record<string, string>): Promise<number> {
  const root = join(folder, name);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  const { exitCode } = await execa(
    join(PROJECT, "node_modules/.bin/vitest"),
    ["run", "--root", folder, "--reporter=json", `--outputFile=${root}.json`],
    { cwd: folder, reject: false },
  );
  return exitCode ?? -1;
}

test("adds up what passed, failed and was skipped in every report", async () => {
  const exitCode = await report("unit", {
    "good.test.mjs": `import { test } from "vitest"; test("a", () => {}); test.skip("b", () => {}); test.todo("c");`,
    "bad.test.mjs": `import { test } from "vitest"; test("d", () => { throw new Error("no"); });`,
    "unloadable.test.mjs": `throw new Error("not even a test");`,
  });
  expect(exitCode).toBe(1);
  const { stdout, exitCode: counted } = await count("setup=0", "check=0", "unit=1");
  expect(counted).toBe(1);
  const lines = stdout.split("\n");
  expect(lines.at(-1)).toBe("1 passed, 2 failed, 2 skipped");
  expect(lines.filter((line) => line.startsWith("FAILED"))).toEqual([
    expect.stringMatching(/bad\.test\.mjs: d$/),
    expect.stringMatching(/unloadable\.test\.mjs: cannot be loaded$/),
  ]);
  expect(stdout).toContain("not even a test");
});

test("counts a failed stage without a report, and a report whose run broke down", async () => {
  expect(
    await report("lab", { "good.test.mjs": `import { test } from "vitest"; test("a", () => {});` }),
  ).toBe(0);
  expect(await count("setup=0", "check=0", "lab=0")).toEqual({
    stdout: "1 passed, 0 failed, 0 skipped",
    exitCode: 0,
  });
  expect(await count("setup=3", "check=2", "lab=1")).toEqual({
    stdout: "1 passed, 3 failed, 0 skipped",
    exitCode: 1,
  });
  writeFileSync(join(folder, "unit.json"), '{"cut off');
  expect(await count("unit=1", "lab=0")).toEqual({
    stdout: "1 passed, 1 failed, 0 skipped",
    exitCode: 1,
  });
});
