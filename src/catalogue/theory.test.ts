import { describe, expect, test } from "vitest";
import { maglevTable, moduloTable } from "./bucket-table.js";
import { tableLoss, tableReturn } from "./theory.js";

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
