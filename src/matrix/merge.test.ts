import { expect, test } from "vitest";
import type { MatrixDocument } from "./document.js";
import { matrixFixture } from "./fixtures/cells.js";
import { mergeShards } from "./merge.js";

const whole = matrixFixture();
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
  const merged = mergeShards([part(2), part(1)]);
  expect(merged.cells).toEqual(whole.cells);
  expect(merged).toMatchObject({ seconds: 120, shard: { index: 1, of: 1 } });
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
  expect(() => mergeShards([part(1)])).toThrow("missing of 2 shards: 2");
  expect(() => mergeShards([part(1), part(2), part(2)])).toThrow("a shard is given twice: 1, 2, 2");
});
