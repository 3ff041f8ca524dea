import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { validationDocumentSchema } from "../matrix/index.js";
import { runCases } from "./launch.js";
import { validateCommand } from "./validate.js";

vi.mock("./launch.js", () => ({ runCases: vi.fn() }));
vi.mock("../driver/index.js", async (original) => ({
  ...(await original<object>()),
  requireRoot: () => undefined,
  examineHost: async () => ({
    probes: [{ id: "resilient-groups", title: "groups", state: "missing", detail: "no kernel" }],
  }),
}));

let results: string;
beforeEach(() => {
  results = mkdtempSync(join(tmpdir(), "validate-"));
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
  rmSync(results, { recursive: true });
});

/** What `validate --json` prints of a run that came to no case, with these errors. */
async function validated(errors: { code: string; message: string }[]) {
  vi.mocked(runCases).mockImplementation(async ({ onResults }) => {
    onResults?.([]);
    return { document: { errors }, folder: "folder" } as Awaited<ReturnType<typeof runCases>>;
  });
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const plan = "scenarios/examples/planned-withdraw.yaml";
  await validateCommand().parseAsync([plan, "--results", results, "--json"], { from: "user" });
  return validationDocumentSchema.parse(JSON.parse(String(write.mock.lastCall?.[0])));
}

test("a plan for which the host lacks something is run as far as it can be, and proves nothing", async () => {
  expect(await validated([])).toMatchObject({
    folder: "folder",
    plans: [{ scenario: "planned-withdraw", family: 4, verdict: "inconclusive" }],
    errors: [],
  });
  expect(process.exitCode).toBe(4);
  expect(vi.mocked(runCases).mock.lastCall?.[0].cases.map(({ id }) => id)).toEqual([
    "planned-withdraw-without-control-v4",
    "planned-withdraw-without-v4",
    "planned-withdraw-v4",
  ]);
});

test("what ended the run is in the document, as in run.json", async () => {
  const errors = [{ code: "E_INTERRUPTED", message: "interrupted" }];
  expect(await validated(errors)).toMatchObject({ errors });
  expect(process.exitCode).toBe(130);
});
