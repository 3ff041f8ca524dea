import { describe, expect, test } from "vitest";
import { type BucketTable, maglevTable, moduloTable, thresholdTable } from "./bucket-table.js";

const devices = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ name: `dest${index + 1}` }));
const COUNTS = [2, 3, 4, 5, 6, 7, 8];

/** Parts of all buckets: those of the lost member, and of others that change hands. */
function loss({ size, fill }: BucketTable, members: number, lost: number) {
  const all = devices(members);
  const before = fill(all);
  const after = fill(all.filter((_, index) => index !== lost));
  const changed = before.filter((member, bucket) => member.name !== after[bucket]?.name);
  const own = changed.filter((member) => member === all[lost]);
  return { own: own.length / size, collateral: (changed.length - own.length) / size };
}

describe.each([
  ["hash-threshold", thresholdTable],
  ["modulo", moduloTable],
])("%s", (_, table) => {
  test.each(COUNTS)("gives each of %i members the same number of buckets", (count) => {
    const filled = table.fill(devices(count));
    expect(filled).toHaveLength(table.size);
    for (const { name } of devices(count)) {
      expect(filled.filter((member) => member.name === name)).toHaveLength(table.size / count);
    }
  });

  test("has no entries without members", () => {
    expect(table.fill([])).toEqual([]);
  });
});

test.each(COUNTS)("hash-threshold moves what RFC 2992 says when the first of %i leaves", (n) => {
  expect(loss(thresholdTable, n, 0).own).toBeCloseTo(1 / n, 10);
  expect(loss(thresholdTable, n, 0).collateral).toBeCloseTo(1 / 2 - 1 / n, 2);
});

test.each(COUNTS)("modulo keeps one flow in %i, whichever member leaves", (n) => {
  for (const lost of [0, n - 1]) {
    const { own, collateral } = loss(moduloTable, n, lost);
    expect(own).toBeCloseTo(1 / n, 10);
    expect(collateral).toBeCloseTo(1 - 2 / n, 10);
  }
});

describe.each([1021, 65_537] as const)("a Maglev table of %i", (size) => {
  const table = maglevTable(size);

  test.each(COUNTS)("is balanced within 1 %% of a share for %i members", (count) => {
    const filled = table.fill(devices(count));
    expect(filled).toHaveLength(size);
    for (const { name } of devices(count)) {
      const own = filled.filter((member) => member.name === name).length;
      expect(Math.abs(own - size / count) / (size / count)).toBeLessThanOrEqual(0.01);
    }
  });

  test("disturbs few buckets of members that stay, the fewer the larger it is", () => {
    for (const lost of [0, 1, 2]) {
      const { own, collateral } = loss(table, 3, lost);
      expect(own).toBeCloseTo(1 / 3, 2);
      // NSDI 2016, figure 12: some 2 % at a small table, almost none at 65,537.
      expect(collateral).toBeLessThan(size === 1021 ? 0.02 : 0.001);
    }
  });

  test("is the same wherever it is made, whatever the order of members", () => {
    const names = (members: { name: string }[]) => table.fill(members).map(({ name }) => name);
    expect(names(devices(4).reverse())).toEqual(names(devices(4)));
  });

  test("has no entries without members", () => {
    expect(table.fill([])).toEqual([]);
  });
});
