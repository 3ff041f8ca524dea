import { appendFileSync, cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findCause } from "../catalogue/index.js";
import { cellCase } from "./cell-file.js";
import { type CellKey, type CellRun, CellStore } from "./cell-store.js";
import { tasksOf } from "./tasks.js";

let cells: string;
beforeEach(() => {
  cells = mkdtempSync(join(tmpdir(), "cells-"));
});
afterEach(() => rmSync(cells, { recursive: true }));

const IDENTITY = { program: "0.1.0+a", kernel: "Linux 6", driver: "netns" };

/** The key under which a cell is kept. */
function keyOf(connections: number, topologies = "topologies"): CellKey {
  const cell = { members: 3, family: 4, connections } as const;
  const spec = { cause: findCause("withdraw-first"), mitigation: undefined, cell };
  const folders = { cells, topologies };
  const work = [{ spec, planned: cellCase(spec, folders), cost: 1 }];
  const task = tasksOf(work, 1, folders, IDENTITY).find((one) => one.spec);
  if (!task) throw new Error("a cell has a task");
  return task.key;
}

const run: CellRun = {
  counts: { own: 66, collateral: 33, stalled: 0, survived: 101 },
  doubts: [],
  missed: [],
  seconds: 2,
  folder: "results/matrix/1",
  case: "one",
};

test("a result is found again by another process, and only for the same cell, program, kernel and driver", () => {
  new CellStore(cells).put(keyOf(200), run);
  const store = new CellStore(cells);
  expect(store.get(keyOf(200))).toEqual(run);
  expect(store.get(keyOf(100))).toBeUndefined();
  for (const changed of [{ program: "0.1.0+b" }, { kernel: "Linux 7" }, { driver: "containerlab" }])
    expect(store.get({ ...keyOf(200), ...changed })).toBeUndefined();
});

test("a result of another topology of the same name is not found again", () => {
  const store = new CellStore(cells);
  store.put(keyOf(200), run);
  const topologies = join(cells, "topologies");
  cpSync("topologies", topologies, { recursive: true });
  expect(store.get(keyOf(200, topologies))).toEqual(run);
  for (const file of readdirSync(topologies))
    appendFileSync(
      join(topologies, file),
      "anycast: { ipv4: 203.0.113.11, ipv6: 2001:db8:cafe::11 }\n",
    );
  expect(store.get(keyOf(200, topologies))).toBeUndefined();
});

test("a file that is not whole is no result", () => {
  const store = new CellStore(cells);
  store.put(keyOf(200), run);
  const [file] = readdirSync(cells).filter((name) => name.endsWith(".json"));
  writeFileSync(join(cells, file ?? ""), '{"counts":');
  expect(store.get(keyOf(200))).toBeUndefined();
});
