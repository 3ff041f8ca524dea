import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ShiftError } from "../core/index.js";
import type { NodeShell } from "../driver/index.js";
import { evidenceOf } from "../verdict/fixtures/case-folder.js";
import type { RunDocument } from "../verdict/index.js";
import { runCase } from "./case.js";
import { noDriver } from "./fixtures/no-lab.js";
import { type PlannedParts, planned, resultOf } from "./fixtures/planned.js";
import type { Judging } from "./judging.js";
import { LabWorkers } from "./lab-workers.js";
import type { RunOptions } from "./run-options.js";

vi.mock("./case.js", () => ({ runCase: vi.fn() }));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "run-"));
  vi.mocked(runCase).mockImplementation(async ({ scenario }) => ({
    ...evidenceOf(scenario.expect, {}),
    scenario,
  }));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What is told of cases that all pass, each in a lab of its own. */
async function worked(names: string[], options: Partial<RunOptions> = {}) {
  const document = { cases: [], errors: [], host: { versions: {} } } as unknown as RunDocument;
  const ended: string[] = [];
  const cases = names.map((name) => planned(name, { topology: name } satisfies PlannedParts));
  const judging = {
    // Takes a moment: the labs do not wait for it, and the run does.
    judge: async ({ caseId }) => {
      await setImmediate();
      return resultOf(cases.find(({ id }) => id === caseId) ?? planned(caseId), "pass");
    },
  } as Pick<Judging, "judge"> as Judging;
  const workers = new LabWorkers(
    {
      name: "test",
      command: "",
      results: folder,
      runId: "run",
      driver: noDriver(() => ({})),
      image: "",
      cases,
      workers: 1,
      listener: () => undefined,
      signal: new AbortController().signal,
      ...options,
    },
    {
      folder,
      document,
      copyOf: () => "",
      judging,
      listen: (event) => event.kind === "case-end" && ended.push(event.name),
    },
  );
  await workers.all();
  return { document, ended };
}

test("a result that cannot be taken is an error of the run, and its case is told once, as judged", async () => {
  const { document, ended } = await worked(["a"], {
    onResult: () => {
      throw new ShiftError({ code: "E_DISK", message: "the disk is full" });
    },
  });
  expect(document.cases).toMatchObject([{ name: "a", verdict: "pass" }]);
  expect(ended).toEqual(["a-v4"]);
  expect(document.errors).toEqual([{ code: "E_DISK", message: "the disk is full" }]);
});

test("more workers than there can be take no more than the cases", async () => {
  const { ended } = await worked(["a", "b"], { workers: 2 ** 32 });
  expect(ended.toSorted()).toEqual(["a-v4", "b-v4"]);
});

test("the versions of what nodes run are asked for once, and cost no case when they are not told", async () => {
  let asked = 0;
  const ask = async ([tool]: readonly string[]) => {
    if (tool === "iperf") asked++;
    throw new ShiftError({ code: "E_COMMAND", message: "it has not ended" });
  };
  const shell = { try: ask, exec: async () => "" } as unknown as NodeShell;
  const { document } = await worked(["a", "b"], {
    driver: noDriver(() => ({ node: () => shell })),
  });
  expect(document.cases).toMatchObject([{ verdict: "pass" }, { verdict: "pass" }]);
  expect(asked).toBe(1);
  expect(document.host.versions).toMatchObject({ iperf: "unknown" });
});

test("after a case that spoils its lab the next one gets another, and such cases come last", async () => {
  const labs: string[][] = [];
  vi.mocked(runCase).mockImplementation(async ({ scenario }) => {
    labs.at(-1)?.push(scenario.name);
    return { ...evidenceOf(scenario.expect, {}), scenario };
  });
  const spoils: PlannedParts = { timeline: [{ do: "link-down", link: ["hop2", "hop3a"] }] };
  const cases = [planned("down", spoils), planned("up", spoils), planned("a"), planned("b")];
  const driver = noDriver(() => {
    labs.push([]);
    return {};
  });
  await worked([], { cases, driver });
  expect(labs).toEqual([["a", "b", "down"], ["up"]]);
});

describe("an interruption is told once, with where it came", () => {
  const INTERRUPTED = "E_INTERRUPTED";

  test("during a case, which is judged; those after it are not run", async () => {
    const interruption = new AbortController();
    vi.mocked(runCase).mockImplementationOnce(async ({ scenario }) => {
      interruption.abort();
      return { ...evidenceOf(scenario.expect, {}), scenario };
    });
    const { document, ended } = await worked(["a", "b"], { signal: interruption.signal });
    expect(ended).toEqual(["a-v4"]);
    expect(document.errors).toEqual([{ code: INTERRUPTED, message: "interrupted during a-v4" }]);
  });

  test("while a lab comes up, which no case is said to have wanted", async () => {
    const interruption = new AbortController();
    const driver = noDriver(() => {
      interruption.abort();
      throw new ShiftError({ code: INTERRUPTED, message: "interrupted while making links" });
    });
    const { document, ended } = await worked(["a"], { driver, signal: interruption.signal });
    expect(ended).toEqual([]);
    expect(document.errors.map(({ message }) => message)).toEqual([
      "interrupted while making links",
    ]);
  });

  test("while a lab is removed, which fails", async () => {
    const interruption = new AbortController();
    const driver = noDriver((scope) => {
      scope.defer("the lab", () => {
        interruption.abort();
        throw new Error("busy");
      });
      return {};
    });
    const { document, ended } = await worked(["a", "b"], { driver, signal: interruption.signal });
    expect(ended).toEqual(["a-v4"]);
    expect(document.errors.map(({ code }) => code)).toEqual(["E_CLEANUP", INTERRUPTED]);
  });
});
