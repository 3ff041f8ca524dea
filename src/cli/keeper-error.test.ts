import { expect, test } from "vitest";
import { formatError, ShiftError } from "../core/index.js";
import { keeperError } from "./keeper-error.js";

test.each([
  new ShiftError({ code: "E_DEPLOY", message: "hop1 could not be made: no room" }),
  new ShiftError({ code: "E_PRIVILEGE", message: "not root\nat all", hint: "become it" }),
])("what a keeper said is told once, in its words and with its code", (error) => {
  const told = keeperError(`${formatError(error)}\n`);
  expect(formatError(told)).toBe(formatError(error));
  expect(told.code).toBe(error.code);
});

test("of several errors none is lost", () => {
  const all = "E_DEPLOY: no room\n  hint: make some\nE_CLEANUP: shift-1 is left";
  expect(formatError(keeperError(all))).toBe(all);
});

test.each([
  ["node: out of memory", "E_DEPLOY: node: out of memory"],
  ["E_NONE: unknown", "E_DEPLOY: E_NONE: unknown"],
  ["", "E_DEPLOY: its keeper ended at once"],
])("other words are what kept the lab from coming up: %j", (said, told) => {
  expect(formatError(keeperError(said))).toBe(told);
});
