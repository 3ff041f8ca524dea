import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { RUN_DOCUMENT } from "../report/fixtures/run-document.js";
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

test("every file that was written is named", async () => {
  writeFileSync(join(folder, "run.json"), JSON.stringify(RUN_DOCUMENT));
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  try {
    await report();
    const named = write.mock.calls
      .map(([text]) => text)
      .join("")
      .trimEnd()
      .split("\n");
    const written = readdirSync(folder).filter((name) => name !== "run.json");
    expect(named.toSorted()).toEqual(written.map((name) => join(folder, name)).toSorted());
  } finally {
    write.mockRestore();
  }
});
