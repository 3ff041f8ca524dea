import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Scope, ShiftError } from "../core/index.js";
import { conduct } from "./conduct.js";
import { noDriver } from "./fixtures/no-lab.js";
import { type PlannedParts, planned } from "./fixtures/planned.js";
import type { PlannedCase } from "./plan.js";

let results: string;
beforeEach(() => {
  results = mkdtempSync(join(tmpdir(), "results-"));
});
afterEach(() => rmSync(results, { recursive: true }));

/** A case without traffic, and its file. */
function caseOf(name: string, parts: PlannedParts = {}): PlannedCase {
  const file = join(results, `${name}.yaml`);
  writeFileSync(file, "");
  return { ...planned(name, { traffic: [], expect: [], ...parts }), file };
}

/** Conducts cases, in labs that the driver brings up so. */
function conducted(cases: PlannedCase[], deploy: (scope: Scope) => void) {
  return conduct({
    name: "test",
    command: "",
    results,
    runId: "run",
    driver: noDriver(deploy),
    image: "",
    cases,
    workers: 1,
    listener: () => undefined,
    signal: new AbortController().signal,
  });
}

test("a lab that could not be had is an error of the run, and so is what was left of it", async () => {
  const { document } = await conducted([caseOf("case")], (scope) => {
    scope.defer("the lab", () => {
      throw new Error("busy");
    });
    throw new ShiftError({ code: "E_DEPLOY", message: "no room", hint: "make some" });
  });
  expect(document.verdict).toBe("inconclusive");
  expect(document.errors).toMatchObject([
    { code: "E_DEPLOY", message: "no room", hint: "make some" },
    { code: "E_CLEANUP", message: "could not undo: the lab: busy" },
  ]);
});
