import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { RUN_DOCUMENT } from "../../src/report/fixtures/run-document.js";
import { outcomeOf } from "./outcome.js";

const folder = mkdtempSync(join(tmpdir(), "shift-flakes-"));
afterAll(() => rmSync(folder, { recursive: true }));

const [first] = RUN_DOCUMENT.cases;
const ended = { exitCode: 0, timedOut: false, stderr: "" };

test.each([
  ["its error", "E_USAGE: no case nosuch\n  hint: cases: shift\n", "E_USAGE: no case nosuch"],
  ["its last line", "    at main\nNode.js v20\n", "Node.js v20"],
])("a run that ended before it had a document is told by %s", (_, stderr, told) => {
  const outcome = outcomeOf({ ...ended, exitCode: 2, stderr }, join(folder, "none.json"));
  expect(outcome).toBe(`exit 2 without run.json: ${told}`);
});

test("one that has a document is told by its verdicts, and by how it ended", () => {
  const file = join(folder, "run.json");
  writeFileSync(file, JSON.stringify({ ...RUN_DOCUMENT, cases: [first] }));
  const said = new RegExp(`: ${first?.name} ${first?.verdict}, \\d+ connections of others`);
  expect(outcomeOf(ended, file)).toMatch(new RegExp(`^exit 0${said.source}`));
  const hung = { ...ended, exitCode: undefined, signal: "SIGTERM", timedOut: true };
  expect(outcomeOf(hung, file)).toMatch(new RegExp(`^hung${said.source}`));
});
