import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { nodeOf } from "../../topology/index.js";
import type { LabSpec } from "../driver.js";
import { smallLabModel } from "../fixtures/small-lab-model.js";
import { startFirstProcess } from "./first-process.js";

vi.mock("execa", async (load) => {
  const { execa } = await load<typeof import("execa")>();
  // In place of a node: a program that never says that its namespaces are made.
  return { execa: () => execa("sleep", ["600"], { reject: false, stdin: "pipe" }) };
});

test("a node whose namespaces are not made in time is an error, and can be ended", async () => {
  const folder = mkdtempSync(join(tmpdir(), "first-process-"));
  const deadline = new AbortController();
  const timeout = vi.spyOn(AbortSignal, "timeout").mockReturnValue(deadline.signal);
  try {
    const lab = smallLabModel();
    const spec = { lab, name: "small", runId: "run-1", folder, features: {} } as LabSpec;
    const node = startFirstProcess(spec, nodeOf(lab, "hop"));
    expect(timeout).toHaveBeenCalledWith(60_000);
    deadline.abort();
    await expect(node.pid).rejects.toMatchObject({
      code: "E_DEPLOY",
      message: "hop could not be made: no process within 60000 ms",
    });
    await node.end();
  } finally {
    timeout.mockRestore();
    rmSync(folder, { recursive: true, force: true });
  }
});
