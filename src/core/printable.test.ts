import { expect, test } from "vitest";
import { formatError, printable, ShiftError } from "./index.js";

test("what could control a terminal is a space, all other text stays", () => {
  expect(printable("  a\x1b[2Jb\r\nc\u202ed\x9b\n")).toBe("  a [2Jb c d");
  expect(printable("ä → 🛰 \\x1b")).toBe("ä → 🛰 \\x1b");
});

test("errors keep their lines, and no name can add one", () => {
  const error = new ShiftError({
    code: "E_FILE",
    message: "cannot read \x1b]0;x\x07\nat once",
    hint: "try\x1bc",
    place: { file: "a\nb", line: 3 },
  });
  expect(formatError(error).split("\n")).toEqual([
    "a b:3: E_FILE: cannot read  ]0;x",
    "at once",
    "  hint: try c",
  ]);
});
