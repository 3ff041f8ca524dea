import { expect, test, vi } from "vitest";
import type { Scope } from "../core/index.js";
import { withAudit } from "./with-audit.js";

vi.mock("../driver/index.js", () => ({
  requireRoot: () => undefined,
  takeAudit: async () => ({}),
  registerRun: () => ({ id: "run" }),
  leftoversSince: async () => [],
}));

function holdOn(scope: Scope): void {
  scope.defer("the daemon", () => {
    throw new Error("busy");
  });
}

test("a run that has finished is kept when not all could be undone, and says so", async () => {
  const amend = vi.fn();
  const finished = await withAudit(async (_, scope) => {
    holdOn(scope);
    return { verdict: "pass", amend };
  });
  expect(finished.verdict).toBe("pass");
  expect(amend.mock.calls).toEqual([
    [
      expect.objectContaining({
        code: "E_CLEANUP",
        message: "could not undo: the daemon: busy",
      }),
    ],
  ]);
});

test("a run that has not finished ends with what ended it, and with what could not be undone", async () => {
  const run = withAudit(async (_, scope) => {
    holdOn(scope);
    throw new Error("no driver");
  });
  await expect(run).rejects.toMatchObject({
    suppressed: { message: "no driver" },
    error: { code: "E_CLEANUP" },
  });
});
