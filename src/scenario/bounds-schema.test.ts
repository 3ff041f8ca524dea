import { expect, test } from "vitest";
import { boundsSchema } from "./bounds-schema.js";

test.each([
  ["<= 0%", 0],
  ["<= 1.5 %", 0.015],
  ["<=99.9%", 0.999],
  ["<= 100%", 1],
  ["<= 100.0 %", 1],
])("a bound of %s is a share of %d", (text, share) => {
  expect(boundsSchema.parse({ lost: text }).lost).toBeCloseTo(share, 9);
});

test.each(["<= 100.5 %", "<= 101%", "< 1%", "1%", "<= -1%", "<= 1", "about <= 1%", "<= 1% of all"])(
  "%s is no bound",
  (text) => {
    expect(boundsSchema.safeParse({ lost: text }).success).toBe(false);
  },
);
