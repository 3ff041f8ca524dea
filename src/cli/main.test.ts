import { execa } from "execa";
import { afterEach, expect, test, vi } from "vitest";

const FROM_SOURCE = ["--import", "./scripts/ts-node.mjs", "src/cli/main.ts"];

/** Such as loads few modules. */
const WRONG = ["mitigations", "--frobnicate"];

const { argv: before } = process;
afterEach(() => {
  process.argv = before;
  process.exitCode = undefined;
});

/** Runs the program in this process: to start it from source takes seconds. What it listens to stays unheard. */
async function shift(...argv: string[]) {
  vi.resetModules();
  process.argv = [...before.slice(0, 2), ...argv];
  const said = { stdout: "", stderr: "" };
  vi.spyOn(process, "on").mockReturnThis();
  for (const name of ["stdout", "stderr"] as const) {
    vi.spyOn(process[name], "on").mockReturnThis();
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      said[name] += String(text);
      return true;
    });
  }
  await import("./main.js");
  return { ...said, exitCode: process.exitCode };
}

test.each([
  ["help is no error", ["--help"], 0],
  ["an unknown command", ["frobnicate"], 2],
  ["help of an unknown command", ["help", "frobnicate"], 2],
  ["packets without records", ["analyze", "--packets"], 2],
  ["an unknown option of a command", ["repro", "--frobnicate"], 2],
  ["an unknown case", ["repro", "--only", "frobnicate"], 2],
  ["an unknown case behind a comma", ["repro", "--only", "regular,frobnicate"], 2],
  ["a file that is not there", ["run", "no/such.yaml"], 2],
  ["no case of this family", ["run", "scenarios/article/08-persistent.yaml", "--family", "6"], 2],
  ["neither files nor a cause", ["run"], 2],
  ["files and a cause", ["run", "scenarios/article/05-shift.yaml", "--cause", "withdraw-first"], 2],
  ["a mitigation for files", ["run", "scenarios/article/05-shift.yaml", "--with", "resilient"], 2],
  ["members for files", ["run", "scenarios/article/05-shift.yaml", "--members", "3"], 2],
  ["an unknown cause", ["run", "--cause", "withdraw-frist"], 2],
  ["an unknown mitigation", ["run", "--cause", "withdraw-first", "--with", "resilent"], 2],
  ["members that a cause cannot have", ["run", "--cause", "withdraw-middle", "--members", "2"], 2],
  [
    "more connections than a cell can have",
    ["run", "--cause", "return", "--connections", "20001"],
    2,
  ],
  ["no worker", ["run", "--cause", "return", "--workers", "0"], 2],
  ["more connections held than memory has", ["analyze", "--max-connections", "4000001"], 2],
  ["more repeats than there is time for", ["matrix", "--repeat", "1001"], 2],
  ["results in no folder", ["run", "scenarios/article/05-shift.yaml", "--results", ""], 2],
  ["a matrix without a choice", ["matrix", "--members", "1"], 2],
  ["a matrix where no cell applies", ["matrix", "--members", "9"], 2],
  ["members that are no number", ["run", "--cause", "withdraw-middle", "--members", "many"], 2],
] as [string, string[], number][])("%s: %#", async (_, argv, exit) => {
  const { exitCode, stderr } = await shift(...argv);
  expect(exitCode, stderr).toBe(exit);
  if (exit !== 0) expect(stderr).toMatch(/(?:^|: )(?:E_USAGE|E_FILE): /);
});

test.each([
  ["a full disk", "/dev/full", 3, /^E_DISK: cannot write to standard output: ENOSPC/],
  ["a reader that has gone", ">(true)", 0, /^$/],
] as const)("output that cannot be written: %s", async (_, output, exit, says) => {
  const command = `"$@" > ${output}`;
  const argv = ["-c", command, "bash", process.execPath, ...FROM_SOURCE, "mitigations"];
  const { exitCode, stderr } = await execa("bash", argv, { reject: false, timeout: 25_000 });
  expect(stderr).toMatch(says);
  expect(exitCode).toBe(exit);
});

test.each([
  ["a full disk", "2>/dev/full"],
  ["a reader that has gone", "2> >(true)"],
  ["nothing", "2>&-"],
])("errors that cannot be told do not look like a failed case: %s", async (_, output) => {
  const argv = ["-c", `"$@" ${output}`, "bash", process.execPath, ...FROM_SOURCE, ...WRONG];
  const { exitCode } = await execa("bash", argv, { reject: false, timeout: 25_000 });
  expect(exitCode).toBe(2);
});

test.each([
  ["EMFILE", 3, /^E_RESOURCES: thrown later\n/],
  ["none", 70, /^E_BUG: Error: thrown later\n/],
])(
  "an error that nothing catches does not look like a failed case: %s",
  async (code, exit, says) => {
    const later = `setImmediate(() => { throw Object.assign(new Error("thrown later"), { code: "${code}" }) })`;
    const onceHeard = `process.on("newListener", (name) => { if (name === "uncaughtException") ${later} })`;
    const preload = ["--import", `data:text/javascript,${encodeURIComponent(onceHeard)}`];
    const argv = [...preload, ...FROM_SOURCE, "mitigations"];
    const { exitCode, stderr } = await execa(process.execPath, argv, { reject: false });
    expect(stderr).toMatch(says);
    expect(exitCode).toBe(exit);
  },
);

test.each([["version"], ["--version"], ["-V"]])("%s tells version and code", async (word) => {
  const { stdout, exitCode } = await shift(word);
  expect(exitCode).toBeUndefined();
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\+[0-9a-f]{12}\n$/);
});
