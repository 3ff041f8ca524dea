import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findCause, findMitigation } from "../catalogue/index.js";
import type { MatrixRequest } from "./plan.js";
import { tasksOf } from "./tasks.js";
import { type HostLacks, workOf } from "./work.js";

let results: string;
beforeEach(() => {
  results = mkdtempSync(join(tmpdir(), "anycast-shift-work-"));
});
afterEach(() => rmSync(results, { recursive: true }));

const REQUEST: MatrixRequest = {
  causes: [findCause("withdraw-first")],
  mitigations: ["stable-fields", "l3-hash", "resilient"].map(findMitigation),
  members: [3],
  families: [4],
  connections: 200,
  repeat: 2,
};

function work(shard = { index: 1, of: 1 }) {
  const folders = { cells: join(results, "cells"), topologies: "topologies" };
  const lacks: HostLacks = ({ scenario }) =>
    scenario.conditions.some(({ kind }) => kind === "resilient-group")
      ? "the kernel lacks resilient groups"
      : undefined;
  return { folders, ...workOf(REQUEST, shard, folders, lacks) };
}

test("a cell is run, or skipped with what it makes no sense by or what this host lacks", () => {
  const { cells, skipped } = work();
  expect(cells.map(({ spec }) => spec.mitigation?.id)).toEqual([undefined, "l3-hash"]);
  expect(skipped.map(({ spec, not }) => [spec.mitigation?.id, not.verdict, not.why])).toEqual([
    [
      "stable-fields",
      "not applicable",
      expect.stringMatching(/^stable-fields is not for withdraw-first: /),
    ],
    ["resilient", "not possible", "the kernel lacks resilient groups"],
  ]);
  // What makes no sense is not even written.
  expect(readdirSync(join(results, "cells")).sort()).toEqual(
    ["l3-hash", "none", "resilient"].map((one) => `withdraw-first--${one}-n3-m200-v4.yaml`),
  );
});

test("a shard without any cell is refused", () => {
  expect(() => work({ index: 2, of: 2 })).toThrow(
    expect.objectContaining({ code: "E_USAGE", message: "shard 2/2 has no cell" }),
  );
});

test("each repetition is a case of its own, after the control of their kind of lab", () => {
  const { cells, folders } = work();
  const identity = { program: "0.1.0+a", kernel: "Linux 6", driver: "netns" };
  const tasks = tasksOf(cells, REQUEST.repeat, folders, identity);
  const bare = "withdraw-first--none-n3-m200";
  const hashed = "withdraw-first--l3-hash-n3-m200";
  expect(tasks.map(({ planned }) => planned.id)).toEqual([
    `${bare}-control-v4`,
    `${bare}-v4`,
    `${bare}-r2-v4`,
    `${hashed}-v4`,
    `${hashed}-r2-v4`,
  ]);
  expect(tasks.map(({ spec }) => spec?.mitigation?.id)).toEqual([
    ...[undefined, undefined, undefined],
    ...["l3-hash", "l3-hash"],
  ]);
  for (const { key, planned } of tasks) {
    const { id, scenario, lab } = planned;
    expect(key).toEqual({ id, scenario, lab, ...identity });
  }
});
