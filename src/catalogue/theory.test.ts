import { describe, expect, test } from "vitest";
import { type BucketTable, maglevTable, moduloTable, thresholdTable } from "./bucket-table.js";
import { cellTheory } from "./cell-scenario.js";
import { findCause, findMitigation } from "./find.js";
import { hashThresholdLoss, hashThresholdMoved, tableLoss, tableReturn } from "./theory.js";

describe("a table that loses one of N members, and gets it back", () => {
  test.each([2, 3, 4, 8])("modulo keeps one flow in N, of %i members", (members) => {
    const loss = tableLoss(moduloTable, members);
    expect(loss.own).toBeCloseTo(1 / members, 10);
    expect(loss.collateral).toBeCloseTo(1 - 2 / members, 10);
    expect(tableReturn(moduloTable, members).collateral).toBeCloseTo(1 - 1 / members, 10);
  });

  test("Maglev moves hardly more than the member's own, and what returns is collateral", () => {
    const loss = tableLoss(maglevTable(1021), 3);
    expect(loss.collateral).toBeGreaterThan(0);
    expect(loss.collateral).toBeLessThan(0.02);
    const back = tableReturn(maglevTable(1021), 3);
    expect(back).toEqual({ own: 0, collateral: loss.own + loss.collateral, stalled: 0 });
  });
});

test("under Maglev a cause that loses two members costs what both have", () => {
  const twoLost = {
    ...findCause("withdraw-first"),
    theory: () => ({ own: 2 / 4, collateral: 1 / 4, stalled: 0 }),
  };
  const cell = { members: 4, family: 4, connections: 200 } as const;
  const { own, collateral } = cellTheory(twoLost, findMitigation("maglev"), cell);
  expect(own).toBe(2 / 4);
  expect(collateral).toBeGreaterThan(0);
  expect(collateral).toBeLessThan(0.02);
});

/** What is counted in a table when the member at this place leaves. */
function counted({ size, fill }: BucketTable, members: number, place: number) {
  const names = Array.from({ length: members }, (_, index) => ({ name: `dest${index + 1}` }));
  const after = fill(names.filter((_, index) => index !== place));
  const moved = fill(names).filter(({ name }, bucket) => name !== after[bucket]?.name);
  const own = moved.filter((member) => member === names[place]).length / size;
  return { own, moved: moved.length / size };
}

describe.each([2, 3, 4, 5, 8])("of %i members", (members) => {
  test.each([
    ["first", 0],
    ["middle", Math.floor(members / 2)],
    ["last", members - 1],
  ] as const)(
    "hash-threshold loses and moves what its ranges show when the %s leaves",
    (place, index) => {
      const { own, moved } = counted(thresholdTable, members, index);
      expect(hashThresholdMoved(place, members)).toBeCloseTo(moved, 10);
      const loss = hashThresholdLoss(place, members);
      expect(loss.own).toBeCloseTo(own, 10);
      expect(loss.collateral).toBeCloseTo(moved - own, 10);
      expect(loss.stalled).toBe(0);
    },
  );
});

/** Own, collateral and stalled of a cell. */
function theory(cause: string, mitigation: string, members: number, family: 4 | 6 = 4) {
  const cell = { members, family, connections: 200 };
  const { own, collateral, stalled } = cellTheory(
    findCause(cause),
    mitigation === "none" ? undefined : findMitigation(mitigation),
    cell,
  );
  return [own, collateral, stalled];
}

test.each([
  ["withdraw-first", [1 / 4, 1 / 4, 0]],
  ["withdraw-middle", [1 / 4, 1 / 12, 0]],
  ["withdraw-last", [1 / 4, 1 / 4, 0]],
  ["link-down", [1 / 4, 1 / 4, 0]],
  ["device-silent", [0, 0, 1 / 4]],
  ["return", [0, 1 / 2, 0]],
  ["path-change", [0, 1, 0]],
  ["flap-active", [1 / 4, 1 / 4, 0]],
  ["flap-idle", [0, 0, 0]],
  ["per-packet", [0, 1, 0]],
  ["modulo-rehash", [1 / 4, 1 / 2, 0]],
  ["ecn-in-hash", [0, 3 / 4, 0]],
  ["ttl-in-hash", [0, 3 / 4, 0]],
  ["balancer-lost", [0, 3 / 8, 0]],
  ["fragments", [0, 3 / 4, 0]],
  ["too-big-misdelivered", [0, 0, 3 / 4]],
  ["flow-label-rto", [0, 3 / 4, 0]],
])("of four members %s breaks %j", (cause, fates) => {
  for (const [index, part] of theory(cause, "none", 4).entries())
    expect(part).toBeCloseTo(fates[index] as number, 10);
});

test.each([
  ["drain", "withdraw-middle", 4, [0, 1 / 12, 0]],
  ["resilient", "withdraw-first", 4, [1 / 4, 0, 0]],
  ["resilient", "flap-active", 4, [1 / 4, 0, 0]],
  ["resilient", "flap-idle", 4, [0, 1 / 4, 0]],
  // Whoever returns to a single member takes half of its group.
  ["resilient", "return", 2, [0, 1 / 2, 0]],
  ["resilient", "return", 3, [0, 0, 0]],
  ["connmark", "withdraw-first", 4, [0, 0, 0]],
  ["connmark", "link-down", 4, [1 / 4, 0, 0]],
  ["connmark", "device-silent", 4, [0, 0, 1 / 4]],
  ["rst-suppression", "link-down", 4, [0, 0, 1 / 2]],
  ["rst-suppression", "flap-active", 4, [0, 0, 0]],
  ["rst-suppression", "ecn-in-hash", 4, [0, 0, 0]],
  ["rst-suppression", "device-silent", 4, [0, 0, 1 / 4]],
  ["rst-suppression", "ttl-in-hash", 4, [0, 0, 3 / 4]],
  ["mptcp", "withdraw-first", 4, [0, 0, 0]],
  ["mptcp", "link-down", 4, [0, 0, 1 / 4]],
  ["l4-tier", "withdraw-first", 4, [0, 0, 0]],
  ["l4-tier", "link-down", 4, [1 / 4, 0, 0]],
  ["l4-tier", "fragments", 4, [0, 0, 3 / 4]],
  ["second-chance", "link-down", 4, [0, 0, 0]],
  ["second-chance", "path-change", 4, [0, 1, 0]],
  ["maglev", "flap-idle", 4, [0, 0, 0]],
  ["maglev", "fragments", 4, [0, 0, 3 / 4]],
  ["client-retry", "withdraw-first", 4, [1 / 4, 1 / 4, 0]],
] as const)("with %s, %s of %i members breaks %j", (mitigation, cause, members, fates) => {
  for (const [index, part] of theory(cause, mitigation, members).entries())
    expect(part).toBeCloseTo(fates[index] as number, 10);
});

test("a Maglev table breaks what is counted in it", () => {
  const table = maglevTable(65_537);
  const { own, collateral } = tableLoss(table, 4);
  for (const cause of ["withdraw-first", "link-down", "flap-active", "modulo-rehash"])
    expect(theory(cause, "maglev", 4)).toEqual([own, collateral, 0]);
  expect(theory("return", "maglev", 4)).toEqual([0, own + collateral, 0]);
});

test("over IPv6 a group of one member marks its buckets, so that whoever returns breaks nothing", () => {
  expect(theory("return", "resilient", 2, 6)).toEqual([0, 0, 0]);
});

test("a hash of addresses only takes too-big messages along where the kernel looks into them", () => {
  expect(theory("too-big-misdelivered", "l3-hash", 4, 4)).toEqual([0, 0, 0]);
  expect(theory("too-big-misdelivered", "l3-hash", 4, 6)).toEqual([0, 0, 3 / 4]);
  expect(theory("fragments", "l3-hash", 4)).toEqual([0, 0, 0]);
  expect(theory("withdraw-first", "l3-hash", 4)).toEqual([1 / 4, 1 / 4, 0]);
});
