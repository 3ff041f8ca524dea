import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { measure } from "./measure.js";

const folder = mkdtempSync(join(tmpdir(), "shift-measure-"));
const file = join(folder, "time");
afterAll(() => rmSync(folder, { recursive: true }));

const MIB = 1024 ** 2;

test("a run is told with its seconds and what it held in memory", async () => {
  const work = `const held = Buffer.alloc(${200 * MIB}, 1); while (performance.now() < 300) held[0] += 1;`;
  const { wall, cpu, mib } = await measure([process.execPath, "-e", work], file);
  expect(wall).toBeGreaterThanOrEqual(0.3);
  expect(cpu).toBeGreaterThan(0.1);
  expect(mib).toBeGreaterThan(200);
});

test("a program that hangs is ended, and one that fails is told", async () => {
  await expect(measure(["sleep", "60"], file, 0.2)).rejects.toThrow(
    "sleep failed or did not end within 0.2 s: exit code 124",
  );
  await expect(measure(["false"], file)).rejects.toThrow("exit code 1");
});
