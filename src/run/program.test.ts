import { readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { programVersion } from "./program.js";

vi.mock("node:fs", { spy: true });

test("the hash is of what runs and judges, and not of tests nor of what they build their input with", () => {
  expect(programVersion()).toMatch(/^\d+\.\d+\.\d+\+[0-9a-f]{12}$/);
  const hashed = vi.mocked(readFileSync).mock.calls.map(([file]) => String(file));
  expect(hashed.filter((file) => file.endsWith("/verdict/judge.ts"))).toHaveLength(1);
  expect(hashed.filter((file) => /\/fixtures\/|\.test\./.test(file))).toEqual([]);
});
