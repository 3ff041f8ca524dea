import { execa } from "execa";
import { expect, test } from "vitest";

const FROM_SOURCE = ["--import", "./scripts/ts-node.mjs", "src/cli/main.ts"];
const shift = (...argv: string[]) =>
  execa(process.execPath, [...FROM_SOURCE, ...argv], { reject: false, timeout: 25_000 });

test.each([
  ["help is no error", ["--help"], 0],
  ["an unknown command", ["frobnicate"], 2],
  ["an unknown option of a command", ["repro", "--frobnicate"], 2],
  ["an unknown case", ["repro", "--only", "frobnicate"], 2],
  ["a file that is not there", ["run", "no/such.yaml"], 2],
  ["no case of this family", ["run", "scenarios/article/08-persistent.yaml", "--family", "6"], 2],
] as [string, string[], number][])("%s: %#", async (_, argv, exit) => {
  const { exitCode, stderr } = await shift(...argv);
  expect(exitCode, stderr).toBe(exit);
  if (exit !== 0) expect(stderr).toMatch(/E_USAGE|E_FILE|error:/);
});
