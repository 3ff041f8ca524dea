import { Command } from "@commander-js/extra-typings";
import { describe, expect, test } from "vitest";
import { numberFrom, positive, wholeNumber } from "./numbers.js";
import { options } from "./options.js";

describe("numbers of options", () => {
  test.each([
    ["0", wholeNumber, 0],
    ["1", positive, 1],
    ["1", numberFrom(1, 64), 1],
    ["64", numberFrom(1, 64), 64],
  ] as const)("%s: %#", (text, read, number) => {
    expect(read(text)).toBe(number);
  });

  test.each([
    ["abc", wholeNumber, "no whole number"],
    ["2x", wholeNumber, "no whole number"],
    ["0", positive, "At least 1"],
    ["0", numberFrom(1, 64), "not from 1 to 64"],
    ["65", numberFrom(1, 64), "not from 1 to 64"],
  ] as const)("%s is none: %#", (text, read, says) => {
    expect(() => read(text)).toThrow(says);
  });
});

test.each([["abc"], ["2x"], ["0"]])("%s workers cannot be", (text) => {
  const command = new Command()
    .addOption(options.workers())
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  expect(() => command.parse(["--workers", text], { from: "user" })).toThrow("--workers");
});
