import { expect, test } from "vitest";
import { formatError, printable, ShiftError } from "./index.js";

test("control characters are written out, all other text stays", () => {
  expect(printable("a\x1b[2Jb\r\n\x7f\x9b")).toBe("a\\x1b[2Jb\\x0d\\x0a\\x7f\\x9b");
  expect(printable("ä → 🛰\ttab \\x1b")).toBe("ä → 🛰\ttab \\x1b");
});

test("errors keep their lines, and no name can add one", () => {
  const error = new ShiftError({
    code: "E_FILE",
    message: "cannot read \x1b]0;x\x07\nat once",
    hint: "try\x1bc",
    place: { file: "a\nb", line: 3 },
  });
  expect(formatError(error).split("\n")).toEqual([
    "a\\x0ab:3: E_FILE: cannot read \\x1b]0;x\\x07",
    "at once",
    "  hint: try\\x1bc",
  ]);
});
