import { expect, test, vi } from "vitest";
import { type Scope, ShiftError } from "../core/index.js";
import { leftoversSince } from "../driver/index.js";
import { withAudit } from "./with-audit.js";

const AUDIT = vi.hoisted(() => ({ state: {} }));

vi.mock("../driver/index.js", () => ({
  requireRoot: () => undefined,
  takeAudit: async () => AUDIT,
  registerRun: () => ({ id: "run" }),
  leftoversSince: vi.fn(async () => []),
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

test("what a run left behind is an error of the run, and so is that nobody can tell", async () => {
  const left = "link eth9 was left";
  const untold = "what was left cannot be told";
  vi.mocked(leftoversSince)
    .mockResolvedValueOnce([left])
    .mockRejectedValueOnce(new ShiftError({ code: "E_CLEANUP", message: untold }));
  const amend = vi.fn();
  for (const message of [left, untold]) {
    const finished = await withAudit(async () => ({ verdict: "pass", amend }));
    expect(finished.verdict).toBe("pass");
    const error = expect.objectContaining({ code: "E_CLEANUP", message });
    expect(amend.mock.lastCall).toEqual([error]);
  }
  await withAudit(async () => ({ amend }));
  expect(amend).toHaveBeenCalledTimes(2);
  expect(leftoversSince).toHaveBeenLastCalledWith(AUDIT, "run");
});
