import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { EXIT, endWithoutOutput } from "./exit.js";
import { abortOnSignals } from "./signals.js";

const failing = (code: string) => Object.assign(new Error(`${code}: write`), { code });
const outputs = [process.stdout, process.stderr];
let before: ((...args: unknown[]) => void)[][];

beforeEach(() => {
  before = outputs.map((output) => output.listeners("error") as (typeof before)[number]);
  process.stdout.on("error", endWithoutOutput);
});
afterEach(() => {
  for (const [index, output] of outputs.entries()) {
    output.removeAllListeners("error");
    for (const listener of before[index] ?? []) output.on("error", listener);
  }
});

test("an output that nobody reads any more aborts, whenever that is seen, and is no error", () => {
  const signals = abortOnSignals();
  process.stdout.emit("error", failing("EPIPE"));
  expect(signals.signal.aborted).toBe(true);
  signals[Symbol.dispose]();
  process.stdout.emit("error", failing("EPIPE"));
});

test("an output that cannot be written aborts, and is told when everything is undone", () => {
  const signals = abortOnSignals();
  process.stdout.emit("error", failing("ENOSPC"));
  expect(signals.signal.aborted).toBe(true);
  expect(() => signals[Symbol.dispose]()).toThrow(
    expect.objectContaining({
      code: "E_DISK",
      message: "cannot write to standard output: ENOSPC: write",
    }),
  );
});

test("any number of waits may listen", () => {
  using signals = abortOnSignals();
  const warned = vi.spyOn(process, "emitWarning").mockReturnValue();
  for (let wait = 0; wait < 20; wait++) signals.signal.addEventListener("abort", () => wait);
  expect(warned).not.toHaveBeenCalled();
});

test("last words that cannot be written end the command with the error", () => {
  const exit = vi.spyOn(process, "exit").mockReturnValue(undefined as never);
  const said = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  abortOnSignals()[Symbol.dispose]();
  process.stdout.emit("error", failing("ENOSPC"));
  expect(exit).toHaveBeenCalledWith(EXIT.environment);
  expect(said).toHaveBeenCalledWith(expect.stringMatching(/^E_DISK: cannot write to standard/));
});
