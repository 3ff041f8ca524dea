import { afterEach, describe, expect, test, vi } from "vitest";
import { ERROR_CODES, type ErrorCode, Scope, ShiftError } from "../core/index.js";
import { DOCUMENT_VERSION, type RunDocument } from "../verdict/index.js";
import { EXIT, exitCodeOf, exitCodeOfRun, reportErrors } from "./exit.js";

const errorOf = (code: ErrorCode) => new ShiftError({ code, message: "x" });

function runOf(verdict: RunDocument["verdict"], ...codes: ErrorCode[]): RunDocument {
  return {
    version: DOCUMENT_VERSION,
    id: "run",
    command: "",
    driver: "netns",
    startedAt: "",
    durationMs: 0,
    verdict,
    host: { kernel: "", system: "", cpus: 2, versions: {} },
    cases: [],
    errors: codes.map((code) => ({ code, message: "x" })),
  };
}

test("the exit codes are a promise to scripts", () => {
  expect(EXIT).toEqual({
    pass: 0,
    fail: 1,
    input: 2,
    environment: 3,
    inconclusive: 4,
    bug: 70,
    interrupted: 130,
  });
});

describe("exitCodeOf", () => {
  test.each([
    ["E_SCENARIO_SYNTAX", 2],
    ["E_SCENARIO_SCHEMA", 2],
    ["E_SCENARIO_REF", 2],
    ["E_USAGE", 2],
    ["E_FILE", 2],
    ["E_CAPTURE_FORMAT", 2],
    ["E_DOCKER", 3],
    ["E_CONVERGE", 3],
    ["E_CLEANUP", 3],
    ["E_BUG", 70],
    ["E_INTERRUPTED", 130],
  ] as const)("%s is %i", (code, exit) => {
    expect(exitCodeOf(errorOf(code))).toBe(exit);
  });

  test("anything that is no ShiftError is a bug of ours", () => {
    expect([new TypeError("x"), "text", undefined].map(exitCodeOf)).toEqual([70, 70, 70]);
  });

  test("no error looks like a verdict", () => {
    const verdicts: number[] = [EXIT.pass, EXIT.fail, EXIT.inconclusive];
    for (const code of Object.keys(ERROR_CODES) as ErrorCode[]) {
      expect(verdicts).not.toContain(exitCodeOf(errorOf(code)));
    }
  });
});

describe("exitCodeOfRun", () => {
  test.each([
    [runOf("pass"), 0],
    [runOf("fail"), 1],
    [runOf("inconclusive"), 4],
    [runOf("inconclusive", "E_DEPLOY"), 3],
    [runOf("fail", "E_DEPLOY"), 1],
    [runOf("pass", "E_CLEANUP"), 3],
    [runOf("inconclusive", "E_BUG"), 70],
    [runOf("fail", "E_DEPLOY", "E_INTERRUPTED"), 130],
  ])("%#", (run, exit) => {
    expect(exitCodeOfRun(run)).toBe(exit);
  });
});

describe("reportErrors", () => {
  afterEach(() => vi.restoreAllMocks());

  test("prints every error, with a stack only for bugs, and answers for the first", () => {
    const lines: string[] = [];
    vi.spyOn(process.stderr, "write").mockImplementation((text) => lines.push(String(text)) > 0);
    expect(reportErrors([errorOf("E_USAGE"), new TypeError("broken")])).toBe(EXIT.input);
    expect(lines[0]).toBe("E_USAGE: x\n");
    expect(lines[1]).toMatch(/^E_BUG: TypeError: broken\n {4}at /);
  });

  test("prints what failed and what could not be undone after it, and answers for the former", async () => {
    const lines: string[] = [];
    vi.spyOn(process.stderr, "write").mockImplementation((text) => lines.push(String(text)) > 0);
    const failing = async () => {
      await using scope = new Scope();
      scope.defer("the lab", () => Promise.reject(new Error("busy")));
      throw errorOf("E_USAGE");
    };
    const thrown = await failing().catch((reason: unknown) => reason);
    expect(reportErrors([thrown])).toBe(EXIT.input);
    expect(lines[0]).toBe("E_USAGE: x\n");
    expect(lines[1]).toMatch(/^E_CLEANUP: could not undo: the lab: busy\n/);
  });
});
