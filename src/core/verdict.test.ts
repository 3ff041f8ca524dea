import fc from "fast-check";
import { expect, test } from "vitest";
import { worstOf } from "./verdict.js";

const verdicts = fc.array(fc.constantFrom("pass", "fail", "inconclusive"));

test("the worst wins: fail over inconclusive over pass", () => {
  expect(worstOf([])).toBe("pass");
  expect(worstOf(["pass", "inconclusive", "pass"])).toBe("inconclusive");
  expect(worstOf(["inconclusive", "fail", "pass"])).toBe("fail");
});

test("in any order, and part by part", () => {
  fc.assert(
    fc.property(verdicts, verdicts, (a, b) => {
      const worst = worstOf([...a, ...b]);
      expect(worstOf([...b, ...a])).toBe(worst);
      expect(worstOf([worstOf(a), worstOf(b)])).toBe(worst);
    }),
  );
});
