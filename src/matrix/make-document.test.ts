import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findCause, findMitigation } from "../catalogue/index.js";
import { cellCase } from "./cell-file.js";
import type { CellRun } from "./cell-store.js";
import { matrixDocumentSchema } from "./document.js";
import { matrixDocument, NOT_RUN } from "./make-document.js";
import { tasksOf } from "./tasks.js";
import type { SkippedCell } from "./work.js";

let cells: string;
beforeEach(() => {
  cells = mkdtempSync(join(tmpdir(), "cells-"));
});
afterEach(() => rmSync(cells, { recursive: true }));

const HOST = { kernel: "Linux 6", system: "", cpus: 2, versions: {} };
const IDENTITY = { program: "0.1.0+a", kernel: HOST.kernel, driver: "netns" };
const RESILIENT = findMitigation("resilient");
const SOUND: CellRun = {
  counts: { own: 67, collateral: 33, stalled: 0, survived: 100 },
  doubts: [],
  missed: [],
  seconds: 2,
  folder: "results/matrix/1",
  case: "one",
};

/** The document of one cell, its control and its repetitions, which came out as theory says if nothing else is said. */
function documentWith(
  control: CellRun | undefined,
  repetitions: (CellRun | undefined)[] = [SOUND],
  ...skipped: SkippedCell["not"][]
) {
  const left = [...repetitions];
  const cause = findCause("withdraw-first");
  const cell = { members: 3, family: 4, connections: 200 } as const;
  const spec = { cause, mitigation: undefined, cell };
  const folders = { cells, topologies: "topologies" };
  const planned = cellCase(spec, folders);
  const tasks = tasksOf([{ spec, planned, cost: 1 }], repetitions.length, folders, IDENTITY);
  const { connections, members, family } = cell;
  return matrixDocument({
    program: IDENTITY.program,
    command: "",
    driver: "netns",
    host: HOST,
    startedAt: "",
    seconds: 1,
    shard: { index: 1, of: 1 },
    errors: [],
    request: {
      causes: [cause],
      mitigations: [RESILIENT],
      members: [members],
      families: [family],
      connections,
      repeat: repetitions.length,
    },
    skipped: skipped.map((not) => ({ not, spec: { ...spec, mitigation: RESILIENT } })),
    done: tasks.map((task) => ({ task, run: task.spec ? left.shift() : control })),
  });
}

test("a cell whose control is sound is held to theory alone", () => {
  const document = documentWith(SOUND);
  expect(() => matrixDocumentSchema.parse(document)).not.toThrow();
  const { cells: judged, controls, causes, mitigations } = document;
  expect(judged).toMatchObject([
    { cause: causes[0]?.id, mitigation: "none", verdict: "as expected", doubts: [] },
  ]);
  expect(mitigations).toEqual([{ id: RESILIENT.id, name: RESILIENT.name }]);
  expect(controls).toMatchObject([{ verdict: "pass" }]);
});

test("repetitions are counted together, and not at all where the fates of one are open", () => {
  const sum = { connections: 400, own: 134, collateral: 66, stalled: 0, survived: 200 };
  expect(documentWith(SOUND, [SOUND, SOUND]).cells).toMatchObject([sum]);
  const none = { connections: 400, own: null, collateral: null, stalled: null, survived: null };
  expect(documentWith(SOUND, [SOUND, { ...SOUND, counts: null }]).cells).toMatchObject([none]);
  const half = documentWith(SOUND, [SOUND, undefined]).cells;
  expect(half).toMatchObject([{ ...none, verdict: "inconclusive", doubts: [NOT_RUN] }]);
});

test("what users see of repetitions is added up, and nothing is said of it where none tells", () => {
  const user = { transfers: 40, whole: 39, broke: 18, connections: 61 };
  const both = documentWith(SOUND, [
    { ...SOUND, user },
    { ...SOUND, user },
  ]).cells;
  const sum = { transfers: 80, whole: 78, broke: 36, connections: 122 };
  expect(both).toMatchObject([{ user: sum, seconds: 4 }]);
  expect(documentWith(SOUND).cells[0]).not.toHaveProperty("user");
});

test("a cell that was skipped stands beside the others, with why", () => {
  const why = "the kernel lacks resilient groups";
  const { cells: judged } = documentWith(SOUND, [SOUND], { verdict: "not possible", why });
  const skipped = { connections: 200, expected: null, runs: [] };
  expect(judged).toMatchObject([
    { mitigation: "none", verdict: "as expected" },
    { mitigation: "resilient", verdict: "not possible", reasons: [why], ...skipped },
  ]);
});

test("theory stands beside what was run alone", () => {
  expect(documentWith(SOUND).cells[0]?.expected?.survived).toBeCloseTo(1 / 2);
  const open = { ...SOUND, counts: null };
  expect(documentWith(SOUND, [open]).cells[0]?.expected?.survived).toBeCloseTo(1 / 2);
  expect(documentWith(SOUND, [undefined]).cells).toMatchObject([{ expected: null }]);
});

test.each([
  ["broke", { ...SOUND, missed: ["every connection closed: 1 of 200 was reset"] }, "broken"],
  ["is inconclusive", { ...SOUND, doubts: ["a capture lost 3 packets"] }, "inconclusive"],
  ["was not run", undefined, "not run"],
])("a cell whose control %s proves nothing", (what, control, verdict) => {
  const { cells: judged, controls } = documentWith(control);
  expect(controls).toMatchObject([{ verdict }]);
  const doubt = `its control ${controls[0]?.case} ${what}`;
  expect(judged).toMatchObject([{ verdict: "inconclusive", doubts: [doubt], reasons: [doubt] }]);
});
