import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { generateCapture } from "../../scripts/bench/generate-capture.js";
import { captureOf } from "../analysis/fixtures/script.js";
import { analysisDocumentSchema, connectionRecordSchema } from "../analysis/schemas.js";

/** What set-up built: compiling the whole command line for each call would take longer than all else here. */
const BUILT = ["dist/bin/anycast-shift.js", "analyze"];
const DEADLINE = 60_000;

const SHIFTED = `
  0.00 > [S]
  0.01 < [S.] ttl 57 id 9
  0.02 > [.]
  0.03 > [P.] len 100
  0.04 < [.] ttl 57 id 10
  9.00 > [P.] len 100
  9.01 < [R] seq 1 ttl 94
`;

let folder = "";
let shifted = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "anycast-shift-analyze-"));
  shifted = save("shifted.pcap", captureOf(SHIFTED));
});
afterAll(() => rmSync(folder, { recursive: true }));

function save(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

async function analyze(argv: readonly string[], input?: Uint8Array) {
  const result = await execa(process.execPath, [...BUILT, ...argv], {
    reject: false,
    timeout: DEADLINE,
    ...(input ? { input } : { stdin: "ignore" }),
  });
  return { ...result, stdout: result.stdout.replaceAll(`${folder}/`, "") };
}

test("words for a person", { timeout: DEADLINE }, async () => {
  const { stdout, exitCode } = await analyze([shifted]);
  expect(exitCode).toBe(0);
  await expect(`${stdout}\n`).toMatchFileSnapshot("__golden__/analyze-shifted.txt");
});

test("one record a line, and the same from standard input, with the flags of every packet", {
  timeout: DEADLINE,
}, async () => {
  const fromFile = await analyze([shifted, "--jsonl", "--packets"]);
  const record = connectionRecordSchema.parse(JSON.parse(fromFile.stdout));
  expect(record.flags).toEqual([">[S]", "<[S.]", ">[.]", ">[P.]", "<[.]", ">[P.]", "<[R]"]);
  const fromInput = await analyze(["--jsonl", "--packets"], captureOf(SHIFTED));
  expect(fromInput.stdout).toBe(fromFile.stdout);
});

test("a pipe that has a name is read once, as standard input is", {
  timeout: DEADLINE,
}, async () => {
  const input = captureOf(SHIFTED);
  const pipe = join(folder, "pipe");
  execFileSync("mkfifo", [pipe]);
  const [unnamed, named] = await Promise.all([
    analyze(["-"], input),
    analyze([pipe]),
    writeFile(pipe, input),
  ]);
  expect(named.exitCode, named.stderr).toBe(0);
  expect(named.stdout.replaceAll("pipe", "-")).toBe(unnamed.stdout);
});

test("one document, as its schema says", { timeout: DEADLINE }, async () => {
  const { stdout } = await analyze([shifted, "--json"]);
  expect(analysisDocumentSchema.parse(JSON.parse(stdout))).toMatchObject({
    version: "anycast-shift/analysis/1",
    files: ["shifted.pcap"],
    connections: [{ outcome: "reset", shifted: { grade: "certain" } }],
    totals: { packets: 7, tcp: 7, skipped: {} },
    faults: [],
    summary: { connections: 1, shifted: { certain: 1 } },
  });
});

test.each([
  ["a document with its summary", ["--json"]],
  ["records alone", ["--jsonl", "--only", "shifted"]],
  ["words for a person", []],
  ["what had to be told early, too", ["--json", "--max-connections", "500"]],
  ["the flags of packets, which one thread holds", ["--jsonl", "--packets"]],
])("three threads print what one does: %s", { timeout: DEADLINE }, async (_, options) => {
  const size = { seed: 11, packets: 50_000, connections: 5_000, perSecond: 5_000 };
  const bytes = Buffer.concat(Array.from(generateCapture(size), (chunk) => chunk.slice()));
  const one = await analyze(["-", ...options], bytes);
  expect(one.stdout.length).toBeGreaterThan(1_000);
  const three = await analyze(["-", ...options, "--workers", "3"], bytes);
  expect(three.stdout).toBe(one.stdout);
});

test.each([
  [
    "cut short: what was read, the offset, inconclusive",
    ["cut.pcap", "--jsonl"],
    4,
    /at byte \d+: the file ends inside/,
    1,
  ],
  ["no capture", ["text.pcap", "--jsonl"], 2, /E_CAPTURE_FORMAT: .*is no packet capture/, 0],
  ["a port beyond the last", ["shifted.pcap", "--port", "65536"], 2, /from 0 to 65535/, 0],
  ["two forms at once", ["shifted.pcap", "--json", "--jsonl"], 2, /cannot be used with/, 0],
  ["a file behind addresses", ["", "--vip", "203.0.113.1", "b.pcap"], 2, /files come before it/, 0],
  ["a prefix for an address", ["shifted.pcap", "--vip", "203.0.113.0/24"], 2, /no single IP/, 0],
  ["a zone in an address", ["shifted.pcap", "--vip", "fe80::1%eth0"], 2, /no single IP/, 0],
  ["a file behind ports", ["", "--port", "80", "b.pcap"], 2, /files come before it/, 0],
  ["threads without end", ["shifted.pcap", "--workers", "100000"], 2, /from 1 to 64/, 0],
  ["no capture, with another thread", ["text.pcap", "--workers", "2"], 2, /E_CAPTURE_FORMAT/, 0],
] as [string, string[], number, RegExp, number][])(
  "bad input: %s",
  { timeout: DEADLINE },
  async (_, argv, exit, says, lines) => {
    save("cut.pcap", captureOf(SHIFTED).subarray(0, -10));
    save("text.pcap", Buffer.from("no capture"));
    const [file = "", ...options] = argv;
    const { exitCode, stderr, stdout } = await analyze([join(folder, file), ...options]);
    expect(exitCode, stderr).toBe(exit);
    expect(stderr).toMatch(says);
    expect(stdout.split("\n").filter((line) => line !== "")).toHaveLength(lines);
  },
);
