import { expect, test } from "vitest";
import { findMitigation } from "../../src/catalogue/index.js";
import { changesOf } from "./changes.js";

test("a mitigation's page tells what it helps against, and what it makes worse", () => {
  const { "helps, by theory, against": helps, "makes worse": worse } = changesOf(
    findMitigation("resilient"),
  );
  expect(helps?.split(", ")).toContain("`withdraw-first`");
  // No connection of another device moves there, with the group or without.
  expect(helps).not.toContain("`withdraw-middle`");
  expect(worse).toBe("`flap-idle`");
});

test("and where clients wait that were reset before", () => {
  const { "helps, by theory, against": helps, "stalls instead of resets": stalls } = changesOf(
    findMitigation("second-chance"),
  );
  expect(stalls).toBe("`fragments`");
  expect(helps).not.toContain("fragments");
});

test("one at the client helps its users, wherever connections break", () => {
  const { "helps, by theory, against": helps } = changesOf(findMitigation("client-retry"));
  expect(helps).toMatch(/^for users: `withdraw-first`, .*`balancer-lost`/);
  expect(helps).not.toContain("`flap-idle`");
});
