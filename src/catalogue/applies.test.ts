import { expect, test } from "vitest";
import { whyNot } from "./applies.js";
import { withdrawMiddle } from "./causes/withdraw.js";
import { resilient } from "./mitigations/resilient.js";

const cell = { members: 3, family: 4, connections: 200 } as const;

test("a cell that makes sense has nothing against it", () => {
  expect(whyNot(withdrawMiddle, undefined, cell)).toBeUndefined();
  expect(whyNot(withdrawMiddle, resilient, cell)).toBeUndefined();
});

test("says what is wrong with members, family and mitigation", () => {
  expect(whyNot(withdrawMiddle, undefined, { ...cell, members: 2 })).toBe(
    "withdraw-middle needs 3 to 8 members, not 2",
  );
  const onlySix = { ...withdrawMiddle, needs: { families: [6] as const } };
  expect(whyNot(onlySix, undefined, cell)).toBe("withdraw-middle is for IPv6 only");
  const spraying = { ...withdrawMiddle, kind: "per-packet" as const };
  expect(whyNot(spraying, resilient, cell)).toMatch(/^resilient is not for withdraw-middle: /);
});
