import { expect, test } from "vitest";
import { endingRst } from "./ending-rst.js";
import type { PacketFact, Reset } from "./record.js";

const packets = (
  [
    ["<", 0, "[R]"],
    ["<", 200, "[.]"],
    ["<", 200, "[R.]"],
    [">", 200, "[R]"],
    ["<", 300, "[R]"],
  ] as const
).map(([dir, ms, flags]) => ({ dir, flags, ns: BigInt(ms) * 1_000_000n }) as PacketFact);
const reset = (afterMs: number) => ({ by: "server", afterMs }) as Reset;

test("is the RST of that side at that time, or nearest to it where times are not exact", () => {
  expect(endingRst(packets, undefined)).toBe(-1);
  expect(endingRst(packets, reset(0))).toBe(0);
  expect(endingRst(packets, reset(200))).toBe(2);
  expect(endingRst(packets, reset(200.000016))).toBe(2);
  expect(endingRst(packets, { ...reset(200), by: "client" })).toBe(3);
});
