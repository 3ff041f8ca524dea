import { expect, test } from "vitest";
import { plural } from "./plural.js";

test("only of one there is one", () => {
  expect([0, 1, 2].map((count) => plural(count, "case"))).toEqual(["0 cases", "1 case", "2 cases"]);
});
