import { expect, test } from "vitest";
import type { MatrixDocument } from "./document.js";
import { matrixFixture } from "./fixtures/cells.js";
import { mergeShards } from "./merge.js";

const whole = matrixFixture();
const error = (message: string) => ({ code: "E_CONVERGE", message });
const part = (index: number, more: Partial<MatrixDocument> = {}) => ({
  file: `shard${index}`,
  document: {
    ...whole,
    shard: { index, of: 2 },
    seconds: 60,
    cells: whole.cells.filter(({ cause }) => cause === whole.causes[index - 1]?.id),
    ...more,
  },
});

test("shards in any order make the whole matrix", () => {
  const last = part(2, { startedAt: "2025-11-24T17:00:00.000Z", errors: [error("late")] });
  const first = part(1, { errors: [error("early")] });
  const merged = mergeShards([last, first]);
  expect(merged.cells).toEqual(whole.cells);
  expect(merged).toMatchObject({
    seconds: 120,
    shard: { index: 1, of: 1 },
    startedAt: whole.startedAt,
    command: "anycast-shift matrix merge shard2 shard1",
    controls: [...whole.controls, ...whole.controls],
    errors: [error("late"), error("early")],
  });
});

test("a cell that was not possible stays so, with its reason", () => {
  const impossible = part(1);
  const not = { verdict: "not possible", reasons: ["the kernel lacks it"] } as const;
  impossible.document.cells = impossible.document.cells.map((cell) => ({
    ...cell,
    ...not,
    reasons: [...not.reasons],
  }));
  const { cells } = mergeShards([impossible, part(2)]);
  expect(cells.filter(({ cause }) => cause === whole.causes[0]?.id)).toEqual(
    impossible.document.cells.map(() => expect.objectContaining(not)),
  );
});

test("cells are judged anew over all shards together", () => {
  const [first] = whole.cells;
  if (!first) throw new Error("the fixture has cells");
  const spoiled = part(1);
  spoiled.document.cells = spoiled.document.cells.map((cell) => ({ ...cell, verdict: "better" }));
  expect(mergeShards([spoiled, part(2)]).cells).toEqual(whole.cells);
});

test.each([
  ["program", part(2, { program: "0.2.0+abc" })],
  ["driver", part(2, { driver: "containerlab" })],
  ["kernel", part(2, { host: { ...whole.host, kernel: "Linux 5.15" } })],
  ["inputs", part(2, { inputs: { ...whole.inputs, connections: 100 } })],
  ["number of shards", part(2, { shard: { index: 2, of: 3 } })],
])("refuses shards that differ in their %s", (what, other) => {
  expect(() => mergeShards([part(1), other])).toThrow(
    expect.objectContaining({ code: "E_USAGE", message: expect.stringContaining(what) }),
  );
});

test("refuses a part of the shards, and one that is given twice", () => {
  const refusal = (message: string) =>
    expect.objectContaining({ code: "E_USAGE", message: expect.stringContaining(message) });
  expect(() => mergeShards([part(1)])).toThrow(refusal("missing of 2 shards: 2"));
  expect(() => mergeShards([part(1), part(2), part(2)])).toThrow(
    refusal("a shard is given twice: 1, 2, 2"),
  );
});
