import { expect, test } from "vitest";
import { causes, mitigations } from "../catalogue/index.js";
import { planCells } from "./plan.js";
import { cellsOfShard } from "./shard.js";

const cells = planCells({
  causes,
  mitigations,
  members: [2, 3, 4, 8],
  families: [4, 6],
  connections: 200,
  repeat: 1,
}).map((cell, index) => ({ ...cell, cost: cell.why === undefined ? 2 + (index % 5) : 0 }));
const costOf = (shard: typeof cells) => shard.reduce((sum, { cost }) => sum + cost, 0);

test.each([1, 2, 3, 7])("%i shards hold every cell once, and cost about the same", (of) => {
  const shards = Array.from({ length: of }, (_, index) =>
    cellsOfShard(cells, { index: index + 1, of }),
  );
  expect(new Set(shards.flat()).size).toBe(cells.length);
  expect(shards.flat().length).toBe(cells.length);
  const costs = shards.map(costOf);
  expect(Math.max(...costs)).toBeLessThan(1.25 * (costOf(cells) / of));
});

test("a cell is in the shard of the one that it is compared with", () => {
  const shard = cellsOfShard(cells, { index: 2, of: 5 });
  for (const { cause, cell } of shard) {
    const alike = shard.filter((one) => one.cause === cause && one.cell.members === cell.members);
    expect(alike.some(({ mitigation }) => mitigation === undefined)).toBe(true);
  }
});

test("the longest group goes first, each to the shard that has least to do", () => {
  const [first] = cells;
  if (!first) throw new Error("a matrix has cells");
  const dealt = [3, 7, 5, 4].map((cost, index) => ({
    ...first,
    cell: { ...first.cell, members: index + 2 },
    cost,
  }));
  const costsOf = (index: number) => cellsOfShard(dealt, { index, of: 2 }).map(({ cost }) => cost);
  expect([costsOf(1), costsOf(2)]).toEqual([
    [3, 7],
    [5, 4],
  ]);
});
