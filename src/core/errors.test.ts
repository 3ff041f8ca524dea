import { describe, expect, test } from "vitest";
import {
  ERROR_CODES,
  errorsOf,
  faultsOf,
  formatError,
  formatPlace,
  messageOf,
  ShiftError,
  shiftErrorOf,
} from "./errors.js";

describe("ShiftError", () => {
  test("keeps its parts", () => {
    const cause = new Error("ENOSPC");
    const place = { file: "a.yaml", line: 3, col: 5 };
    const error = new ShiftError({ code: "E_DISK", message: "full", hint: "free", place, cause });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: "ShiftError", code: "E_DISK", hint: "free", place, cause });
  });

  test("has no cause where none was given", () => {
    expect(new ShiftError({ code: "E_BUG", message: "x" })).not.toHaveProperty("cause");
  });
});

test.each([
  [{ file: "a.yaml" }, "a.yaml"],
  [{ file: "a.yaml", line: 3 }, "a.yaml:3"],
  [{ file: "a.yaml", line: 3, col: 5 }, "a.yaml:3:5"],
])("formatPlace of %j", (place, text) => {
  expect(formatPlace(place)).toBe(text);
});

test("formatError leaves out what is unknown", () => {
  const bare = new ShiftError({ code: "E_USAGE", message: "no case x" });
  expect(formatError(bare)).toBe("E_USAGE: no case x");
  const place = { file: "a.yaml", line: 3, col: 5 };
  const full = new ShiftError({ code: "E_SCENARIO_REF", message: "no node x", hint: "y?", place });
  expect(formatError(full)).toBe("a.yaml:3:5: E_SCENARIO_REF: no node x\n  hint: y?");
});

test("every code says what it means in a sentence of its own", () => {
  const meanings = Object.values(ERROR_CODES);
  expect(new Set(meanings).size).toBe(meanings.length);
  for (const [code, meaning] of Object.entries(ERROR_CODES)) {
    expect(code).toMatch(/^E_[A-Z]+(_[A-Z]+)*$/);
    expect(meaning).toMatch(/^[A-Z].*\.$/);
  }
});

test.each([
  ["ENOSPC", "E_DISK"],
  ["EDQUOT", "E_DISK"],
  ["EROFS", "E_DISK"],
  ["ENOMEM", "E_RESOURCES"],
  ["EMFILE", "E_RESOURCES"],
  ["ENFILE", "E_RESOURCES"],
  ["EAGAIN", "E_RESOURCES"],
  ["ENOENT", "E_BUG"],
])("%s, of which no code of ours has made anything, is reported as %s", (errno, code) => {
  const cause = Object.assign(new Error(`${errno}: so says the system`), { code: errno });
  const error = shiftErrorOf(cause);
  expect(error.code).toBe(code);
  expect(error.message).toContain(cause.message);
  // Of a bug of ours it tells where it came from.
  expect(error.message.includes("errors.test.ts")).toBe(code === "E_BUG");
});

test("memory that V8 does not get is no bug", () => {
  const thrown = new RangeError("WebAssembly.Memory(): could not allocate memory");
  expect(shiftErrorOf(thrown).code).toBe("E_RESOURCES");
});

test("messageOf takes whatever was thrown", () => {
  expect(messageOf(new RangeError("far"))).toBe("far");
  expect(messageOf("text")).toBe("text");
  expect(messageOf(undefined)).toBe("undefined");
});

describe("an error that came while another was being cleaned up after", () => {
  async function thrownBy(): Promise<unknown> {
    const failing = (message: string) => ({
      [Symbol.asyncDispose]: () => Promise.reject(new Error(message)),
    });
    try {
      await using _first = failing("the lab is busy");
      await using _second = failing("the route is gone");
      throw new ShiftError({ code: "E_EVENT", message: "not seen" });
    } catch (thrown) {
      return thrown;
    }
  }

  test("hides none of them", async () => {
    const thrown = await thrownBy();
    expect(errorsOf(thrown).map(messageOf)).toEqual([
      "not seen",
      "the route is gone",
      "the lab is busy",
    ]);
    expect(messageOf(thrown)).toBe("not seen; the route is gone; the lab is busy");
    expect(faultsOf(thrown)).toEqual(["E_EVENT: not seen", "the route is gone", "the lab is busy"]);
  });

  test("errors that came at once are told one by one", () => {
    const all = new AggregateError([new Error("a"), new AggregateError([new Error("b")])]);
    expect(errorsOf(all).map(messageOf)).toEqual(["a", "b"]);
  });

  test("any other error stands for itself", () => {
    const error = new Error("x");
    expect(errorsOf(error)).toEqual([error]);
    expect(errorsOf(undefined)).toEqual([undefined]);
  });
});
