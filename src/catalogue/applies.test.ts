import { expect, test } from "vitest";
import { MITIGATION_IDS } from "../scenario/index.js";
import { usualFamily, whyNot } from "./applies.js";
import { causes } from "./causes/index.js";
import { withdrawMiddle } from "./causes/withdraw.js";
import { connmark } from "./mitigations/connmark.js";
import { mitigations } from "./mitigations/index.js";

const cell = { members: 3, family: 4, connections: 200 } as const;

test("a cell that makes sense has nothing against it", () => {
  expect(whyNot(withdrawMiddle, undefined, cell)).toBeUndefined();
  expect(whyNot(withdrawMiddle, connmark, cell)).toBeUndefined();
});

test("says what is wrong with members, family and mitigation", () => {
  for (const members of [2, 9]) {
    expect(whyNot(withdrawMiddle, undefined, { ...cell, members })).toBe(
      `withdraw-middle needs 3 to 8 members, not ${members}`,
    );
  }
  const onlySix = { ...withdrawMiddle, needs: { families: [6] as const } };
  expect(whyNot(onlySix, undefined, cell)).toBe("withdraw-middle is for IPv6 only");
  const ofTier = { ...withdrawMiddle, kind: "balancer-lost" as const };
  expect(whyNot(ofTier, connmark, cell)).toMatch(/^connmark is not for withdraw-middle: /);
});

test("every cause can be shown as `run --cause` alone shows it", () => {
  for (const cause of causes) {
    const family = usualFamily(cause);
    expect(whyNot(cause, undefined, { ...cell, family })).toBeUndefined();
    expect(family).toBe(cause.id === "flow-label-rto" ? 6 : 4);
  }
});

test("scenarios can name every mitigation, and no other", () => {
  expect(mitigations.map(({ id }) => id).toSorted()).toEqual(MITIGATION_IDS.toSorted());
});
