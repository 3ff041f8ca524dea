import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { LabDriver } from "../driver/index.js";
import { planned, resultOf } from "../run/fixtures/planned.js";
import { conduct, type PlannedCase } from "../run/index.js";
import { DOCUMENT_VERSION, type RunDocument } from "../verdict/index.js";
import { EXIT } from "./exit.js";
import { type LaunchOptions, launch } from "./launch.js";

vi.mock("./with-audit.js", () => ({
  withAudit: (body: (runId: string) => Promise<unknown>) => body("run"),
}));
vi.mock("../driver/index.js", () => ({
  chooseDriver: async () => ({ driver: { name: "netns" } as LabDriver, why: "asked for" }),
  nodeImage: () => "",
  examineHost: async () => ({
    probes: [
      { id: "nftables", title: "nftables", state: "ok", detail: "" },
      { id: "mptcp", title: "Multipath TCP", state: "missing", detail: "no mptcpize" },
    ],
  }),
}));
vi.mock("../run/index.js", () => ({ conduct: vi.fn() }));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "launch-"));
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A case with conditions of these kinds. */
function caseNeeding(...kinds: string[]): PlannedCase {
  const scenario = { conditions: kinds.map((kind) => ({ kind })), timeline: [] };
  return { id: kinds.join(), scenario } as unknown as PlannedCase;
}

/** The exit code of a run, one that passed when no verdict is given, whose reports go to a folder. */
function exitCodeIn(
  folder: string,
  cases = [caseNeeding()],
  given: Partial<LaunchOptions> = {},
  more: Partial<RunDocument> = {},
): Promise<number> {
  const document: RunDocument = {
    version: DOCUMENT_VERSION,
    id: "run",
    command: "",
    driver: "netns",
    startedAt: "2026-01-01T00:00:00.000Z",
    durationMs: 0,
    verdict: "pass",
    host: { kernel: "", system: "", cpus: 2, versions: {} },
    cases: [],
    errors: [],
    ...more,
  };
  vi.mocked(conduct).mockResolvedValue({
    document,
    folder,
    amend: ({ code, message }) => void document.errors.push({ code, message }),
  });
  const options = { driver: "netns", results: "", topologies: "", workers: 1, json: true } as const;
  return launch({ name: "test", ...options, cases, ...given });
}

test("a run that passed and is reported ends with 0", async () => {
  expect(await exitCodeIn(folder)).toBe(EXIT.pass);
  expect(readdirSync(folder).sort()).toEqual(["junit.xml", "report.html", "report.md"]);
});

test("how a lab is brought back has the topologies and the driver that were asked for", async () => {
  const one = planned("mine");
  const lost: Partial<RunDocument> = { verdict: "fail", cases: [resultOf(one, "fail")] };
  const given = { json: false, topologies: "my own" } as const;
  await exitCodeIn(folder, [one], given, lost);
  const said = vi
    .mocked(process.stdout.write)
    .mock.calls.map(([text]) => String(text))
    .join("");
  expect(said).toContain("\n  anycast-shift up mine.yaml --driver netns --topologies 'my own'\n");
});

test("beside the document as JSON, standard error says where the run folder is", async () => {
  await exitCodeIn(folder);
  expect(process.stderr.write).toHaveBeenCalledWith(`run folder: ${folder}\n`);
});

test("a run of which a report cannot be written does not, and what is printed and reported says so", async () => {
  mkdirSync(join(folder, "junit.xml"));
  expect(await exitCodeIn(folder)).toBe(EXIT.environment);
  const [[printed] = []] = vi.mocked(process.stdout.write).mock.calls;
  const error = { code: "E_DISK", message: expect.stringContaining("junit.xml") };
  expect(JSON.parse(String(printed))).toMatchObject({ errors: [error] });
  expect(readFileSync(join(folder, "report.md"), "utf8")).toContain("E_DISK");
});

test("a scenario that is named as the control of another one is not run beside it", async () => {
  const cases = ["shift-control-v4", "shift-v4", "shift-control-v4"].map((id) => ({ id }));
  const options = {
    name: "test",
    driver: "netns",
    results: "",
    topologies: "",
    workers: 1,
    json: true,
  } as const;
  await expect(launch({ ...options, cases: cases as PlannedCase[] })).rejects.toThrow(
    expect.objectContaining({
      code: "E_USAGE",
      message: "two cases of this run would be named shift-control-v4",
    }),
  );
});

test("what the host lacks for a case is told to the run, which leaves it out, and the others are run", async () => {
  await exitCodeIn(folder, [caseNeeding("balance"), caseNeeding("mptcp")]);
  const { cases } = vi.mocked(conduct).mock.lastCall?.[0] ?? { cases: [] };
  expect(cases.map(({ id, lacks }) => [id, lacks])).toEqual([
    ["balance", undefined],
    ["mptcp", "this host lacks Multipath TCP (no mptcpize)"],
  ]);
});
