import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { reportCommand } from "./report.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "report-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function report(): Promise<unknown> {
  return reportCommand().parseAsync([folder], { from: "user" });
}

test("a folder without a run is told so", async () => {
  await expect(report()).rejects.toMatchObject({ code: "E_FILE" });
});

test("a matrix that ran no cell has no run to report, and its own page is named", async () => {
  writeFileSync(join(folder, "matrix.json"), "{}");
  const hint = expect.stringContaining(join(folder, "matrix.html"));
  await expect(report()).rejects.toMatchObject({ code: "E_USAGE", hint });
});
