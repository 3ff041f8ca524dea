import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { captureOf } from "../../src/analysis/fixtures/script.js";

const ROOT = resolve(import.meta.dirname, "../..");
const TSC = join(ROOT, "node_modules/typescript/bin/tsc");
const DEADLINE = 240_000;

/** What a project that has the package installed writes. */
const PROGRAM = `
import { readFileSync } from "node:fs";
import { analyzeFiles, type ConnectionRecord } from "anycast-shift/analysis";
import { bytesSource, type Fault, readCapture, ShiftError } from "anycast-shift/packet";

const bytes = readFileSync("capture.pcap");
let records = 0;
const fault: Fault | undefined = await readCapture("capture.pcap", bytesSource(bytes), { record: () => records++ });
const { connections } = await analyzeFiles(["capture.pcap"]);
const code = await analyzeFiles(["none"]).catch((thrown: unknown) => thrown instanceof ShiftError && thrown.code);
const outcomes: ConnectionRecord["outcome"][] = connections.map(({ record }) => record.outcome);
console.log(JSON.stringify({ records, fault: fault ?? null, code, outcomes }));
`;

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "anycast-shift-library-"));
  mkdirSync(join(folder, "node_modules/@types"), { recursive: true });
  symlinkSync(ROOT, join(folder, "node_modules/anycast-shift"));
  symlinkSync(join(ROOT, "node_modules/@types/node"), join(folder, "node_modules/@types/node"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(join(folder, "program.ts"), PROGRAM);
  const documented = /```ts\n(.*?)```/s.exec(readFileSync(join(ROOT, "docs/analyzer.md"), "utf8"));
  writeFileSync(join(folder, "documented.ts"), documented?.[1] ?? "");
  writeFileSync(join(folder, "capture.pcap"), captureOf("0.00 > [S]\n0.01 < [R.]"));
});
afterAll(() => rmSync(folder, { recursive: true }));

test("the built package is a library with types, for another project", {
  timeout: DEADLINE,
}, async () => {
  const options = [
    "--module",
    "nodenext",
    "--target",
    "es2022",
    "--lib",
    "es2022",
    "--strict",
    "--types",
    "node",
  ];
  const compiled = await execa(process.execPath, [TSC, ...options, "program.ts", "documented.ts"], {
    cwd: folder,
    reject: false,
  });
  expect(compiled.stdout).toBe("");
  const { stdout } = await execa(process.execPath, ["program.js"], { cwd: folder });
  expect(JSON.parse(stdout)).toEqual({
    records: 2,
    fault: null,
    code: "E_FILE",
    outcomes: ["refused"],
  });
  const example = await execa(process.execPath, ["documented.js"], { cwd: folder });
  expect(example.stdout.split("\n")).toEqual([
    expect.stringMatching(/^\d.*:\d+ refused no$/),
    expect.stringMatching(/^\d+ 0$/),
    expect.stringMatching(/^\d+ 0$/),
  ]);
});

test("the package has what the program and the library read, and nothing else", async () => {
  const args = ["pack", "--dry-run", "--json", "--ignore-scripts"];
  const { stdout } = await execa("npm", args, { cwd: ROOT });
  const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
  const paths = files.map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining([
      "README.md",
      "dist/analysis/index.d.ts",
      "dist/bin/anycast-shift.js",
      "dist/engine/engine.wasm",
      "dist/library/analysis.js",
      "dist/bin/held-agent.js",
      "docs/connection.schema.json",
      "image/Dockerfile",
      "scenarios/article/05-shift.yaml",
      "scripts/setup/containerlab/go.mod",
      "topologies/article.yaml",
    ]),
  );
  expect(paths.filter((path) => /^(src|tests|results)\/|\.tsbuildinfo$/.test(path))).toEqual([]);
});
