import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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
  vi.mocked(runCases).mockReset();
  results = mkdtempSync(join(tmpdir(), "validate-"));
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
  rmSync(results, { recursive: true });
});

const PLAN = "scenarios/examples/planned-withdraw.yaml";
const validate = (plan: string, ...args: string[]) =>
  validateCommand().parseAsync([plan, "--results", results, "--json", ...args], { from: "user" });

/** The shipped plan, changed. */
function changed(change: (plan: string) => string): string {
  const file = join(results, "plan.yaml");
  writeFileSync(file, change(readFileSync(PLAN, "utf8")));
  return file;
}

/** What is printed of a run that came to no case, with these errors. */
async function validated(
  errors: { code: string; message: string }[],
  plan = PLAN,
  ...args: string[]
) {
  vi.mocked(runCases).mockImplementation(async ({ onResults }) => {
    onResults?.([]);
    return { document: { errors }, folder: "folder" } as Awaited<ReturnType<typeof runCases>>;
  });
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  await validate(plan, ...args);
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

test("of a plan for both families the one that is asked for is run", async () => {
  const plan = changed((text) => `${text}families: [4, 6]\n`);
  const { plans } = await validated([], plan, "--family", "6");
  expect(plans).toMatchObject([{ scenario: "planned-withdraw", family: 6 }]);
  expect((await validated([], plan)).plans).toMatchObject([{ family: 4 }, { family: 6 }]);
});

test.each([
  [
    "without a mitigation",
    (text: string) => text.replace(/^mitigation: .*\n/m, "").replace(/^bounds:.*/ms, ""),
    /plan\.yaml has no mitigation to validate$/,
  ],
  [
    "whose connections are one sample under it",
    (text: string) => text.replace("mitigation: resilient", "mitigation: l3-hash"),
    /^addresses alone decide .* of connections .* are one sample$/,
  ],
])("a plan %s is refused before anything is run", async (_, change, message) => {
  await expect(validate(changed(change))).rejects.toMatchObject({
    code: "E_USAGE",
    message: expect.stringMatching(message),
  });
  expect(runCases).not.toHaveBeenCalled();
});
