import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import { expect, test } from "vitest";
import { matrixCommand } from "./matrix.js";
import { matrixMergeCommand } from "./matrix-merge.js";
import { runCommand } from "./run.js";
import { validateCommand } from "./validate.js";

test.each([
  [runCommand, "the run document"],
  [matrixCommand, "the matrix document"],
  [matrixMergeCommand, "the matrix document"],
  [validateCommand, "what was found, as JSON,"],
] as [() => CommandUnknownOpts, string][])("--json names what it prints: %#", (command, what) => {
  const json = command().options.find(({ long }) => long === "--json");
  expect(json?.description).toBe(`print ${what} instead of the table`);
});
