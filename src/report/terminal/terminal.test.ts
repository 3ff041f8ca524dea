import { Writable } from "node:stream";
import { WriteStream } from "node:tty";
import { beforeEach, expect, it, vi } from "vitest";
import type { ProgressEvent } from "../../core/index.js";
import { goldenText } from "../fixtures/golden.js";
import { hostile } from "../fixtures/hostile.js";
import { RUN_DOCUMENT } from "../fixtures/run-document.js";
import { terminalReporter } from "./terminal.js";

const PROGRESS: ProgressEvent[] = [
  {
    kind: "run-start",
    id: "as-1",
    folder: "results/x",
    cases: ["regular", "shift"],
    driver: "netns",
  },
  { kind: "lab", lab: "article", phase: "deploying" },
  { kind: "lab", lab: "article", phase: "steady", ms: 2310 },
  { kind: "case-phase", name: "regular", phase: "traffic" },
  { kind: "case-phase", name: "regular", phase: "traffic" },
  { kind: "case-end", name: "regular", verdict: "pass", ms: 4210, reasons: [] },
  { kind: "note", text: "kept for\u001b[31m later" },
  { kind: "case-end", name: "shift", verdict: "fail", ms: 900, reasons: ["no RST"] },
];

/** Collects what is written; as a TTY it judges its colours as a real one does. */
class Screen extends Writable {
  text = "";
  readonly isTTY: boolean;
  readonly columns: number | undefined;
  readonly getColorDepth = WriteStream.prototype.getColorDepth;

  constructor(isTTY: boolean, columns?: number) {
    super();
    this.isTTY = isTTY;
    this.columns = columns;
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

beforeEach(() => {
  for (const name of ["FORCE_COLOR", "NO_COLOR", "CI", "COLORTERM"]) vi.stubEnv(name, undefined);
  vi.stubEnv("TERM", "xterm-256color");
});

function reportTo(screen: Screen, document = RUN_DOCUMENT): string {
  const reporter = terminalReporter(screen);
  for (const event of PROGRESS) reporter.onProgress(event);
  void reporter.onEnd(document, "results/run/2025-11-24T16-00-00");
  return screen.text;
}

it("prints plain lines off a TTY", async () => {
  const text = reportTo(new Screen(false));
  expect(text).toBe(await goldenText("terminal-plain.txt", text));
});

it("redraws one line on a TTY, in colour, cut to its width", async () => {
  const text = reportTo(new Screen(true, 100));
  expect(text).toBe(await goldenText("terminal-tty.txt", text));
});

it("prints plain lines on a dumb terminal", () => {
  vi.stubEnv("TERM", "dumb");
  expect(reportTo(new Screen(true, 1000))).toBe(reportTo(new Screen(false)));
});

it("has no colour under NO_COLOR", () => {
  vi.stubEnv("NO_COLOR", "1");
  const colours = /\p{Cc}\[\d*m/u;
  expect(reportTo(new Screen(true, 100))).not.toMatch(colours);
  vi.stubEnv("NO_COLOR", undefined);
  expect(reportTo(new Screen(true, 100))).toMatch(colours);
});

it("cuts only the column of what decided", () => {
  const table = reportTo(new Screen(true, 120))
    .split("\n")
    .filter((line) => /IPv[46]/.test(line));
  const stripped = table.map((line) => line.replace(/\p{Cc}(\[[\d;]*[mK])?/gu, ""));
  expect(stripped.every((line) => line.length <= 120)).toBe(true);
  expect(stripped.join("\n")).toContain("resilient <group> & friends");
});

it("lets no name from a scenario control the terminal", () => {
  const text = reportTo(
    new Screen(false),
    hostile(RUN_DOCUMENT, "\u001b[2J\u009b2J\u0007\u202e\r\n!"),
  );
  expect(text).not.toMatch(/(?!\n)[\p{Cc}\u202e]/u);
  expect(text.split("\n").some((line) => line.startsWith("!"))).toBe(false);
});
