import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { findCause } from "../catalogue/index.js";
import { ShiftError } from "../core/index.js";
import { conduct } from "../run/conduct.js";
import { noDriver } from "../run/fixtures/no-lab.js";
import { resultOf } from "../run/fixtures/planned.js";
import type { RunDocument } from "../verdict/index.js";
import { CellStore } from "./cell-store.js";
import type { MatrixRequest } from "./plan.js";
import { type CellProgress, type MatrixOptions, runMatrix } from "./run-matrix.js";
import { tasksOf } from "./tasks.js";
import { workOf } from "./work.js";

vi.mock("../run/conduct.js", { spy: true });

let results: string;
beforeEach(() => {
  results = mkdtempSync(join(tmpdir(), "matrix-"));
});
afterEach(() => rmSync(results, { recursive: true }));

const REQUEST: MatrixRequest = {
  causes: [findCause("withdraw-first")],
  mitigations: [],
  members: [3],
  families: [4],
  connections: 200,
  repeat: 1,
};
const SHARD = { index: 1, of: 1 };
const PROGRAM = "0.1.0+a";
const HOST = { kernel: "Linux 6", system: "", cpus: 2, versions: {} };
const driver = noDriver(() => {
  throw new ShiftError({ code: "E_DEPLOY", message: "no room" });
});

/** Lets an earlier matrix know the one cell to be as expected. */
function know(): void {
  const folders = { cells: join(results, "cells"), topologies: "topologies" };
  const { cells } = workOf(REQUEST, SHARD, folders, () => undefined);
  const identity = { program: PROGRAM, kernel: HOST.kernel, driver: driver.name };
  for (const { key } of tasksOf(cells, REQUEST.repeat, folders, identity)) {
    const counts = { own: 67, collateral: 33, stalled: 0, survived: 100 };
    const sound = { counts, doubts: [], missed: [], seconds: 2, folder: "", case: key.id };
    new CellStore(folders.cells).put(key, sound);
  }
}

/** A matrix of one cell, on a host that can have no lab now. */
function matrix(parts: Partial<MatrixOptions> = {}) {
  return runMatrix({
    request: REQUEST,
    shard: SHARD,
    fresh: false,
    folders: { cells: join(results, "cells"), topologies: "topologies" },
    lacks: () => undefined,
    facts: { program: PROGRAM, command: "", host: HOST },
    results,
    runId: "run",
    driver,
    image: "",
    workers: 1,
    signal: new AbortController().signal,
    listener: () => undefined,
    onCell: () => undefined,
    ...parts,
  });
}

/** The same after one that knows the cell. */
async function matrixAgain(parts: Partial<MatrixOptions> = {}) {
  know();
  return (await matrix(parts)).document;
}

test("what is known of a cell is its result, and nothing is run", async () => {
  const { cells, errors } = await matrixAgain();
  expect(cells).toMatchObject([{ verdict: "as expected", survived: 100 }]);
  expect(errors).toEqual([]);
});

test("of a cell that was to run anew and did not, what was known before is no result", async () => {
  const { cells, controls, errors } = await matrixAgain({ fresh: true });
  expect(errors).toMatchObject([{ code: "E_DEPLOY" }]);
  expect(cells).toMatchObject([{ verdict: "inconclusive", survived: null }]);
  expect(controls).toMatchObject([{ verdict: "not run" }]);
});

test.each([
  ["that has ended is kept", false, "inconclusive"],
  ["that an interruption cut short is not", true, "not run"],
])("what came of a case %s", async (_, interrupt, verdict) => {
  const interruption = new AbortController();
  const { conduct: conducted } =
    await vi.importActual<typeof import("../run/conduct.js")>("../run/conduct.js");
  vi.mocked(conduct).mockImplementationOnce((options) => {
    if (interrupt) interruption.abort();
    // Of no connection, as such a case may be.
    for (const planned of options.cases) options.onResult?.(planned, resultOf(planned, "pass"));
    return conducted(options);
  });
  const { controls } = await matrixAgain({ fresh: true, signal: interruption.signal });
  expect(controls).toMatchObject([{ verdict }]);
});

test("a cell names the run that it came of, each is told as it ends, and errors stand in both documents", async () => {
  const error = { code: "E_CONVERGE", message: "it did not settle" } as const;
  const late = new ShiftError({ code: "E_CLEANUP", message: "a link was left" });
  const amend = vi.fn();
  vi.mocked(conduct).mockImplementationOnce(async ({ cases, listener, onResult }) => {
    listener({ kind: "run-start", id: "run", folder: "here", cases: [], driver: "netns" });
    for (const planned of cases) onResult?.(planned, resultOf(planned, "pass"));
    const document = { host: HOST, errors: [error] } as unknown as RunDocument;
    return { document, folder: "here", amend };
  });
  const told: CellProgress[] = [];
  const finished = await matrix({ onCell: (progress) => void told.push(progress) });
  const { cells, controls } = finished.document;
  const [cell, control] = [cells[0]?.id, controls[0]?.case];
  expect(cells).toMatchObject([{ runs: [{ folder: "here", case: cell }] }]);
  expect(told).toMatchObject([
    { id: control, text: "pass in 0.0 s", done: 1, of: 2, secondsLeft: expect.any(Number) },
    { id: cell, text: "pass in 0.0 s", done: 2, of: 2, secondsLeft: 0 },
  ]);
  expect(told[0]?.secondsLeft).toBeGreaterThan(0);
  finished.amend(late);
  expect(finished.document.errors).toEqual([error, { code: late.code, message: late.message }]);
  expect(amend).toHaveBeenCalledWith(late);
  expect(finished.folder).toBe("here");
});
