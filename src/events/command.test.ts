import { expect, test, vi } from "vitest";
import { runCommand } from "./command.js";
import type { EventContext } from "./context.js";

test("a scenario's own command has no more rights than its node", async () => {
  const exec = vi.fn(() => Promise.resolve(""));
  const context = {
    running: { node: () => ({ exec }) },
    record: () => undefined,
  } as unknown as EventContext;
  const run = ["tee", "/lab/mark"];
  await runCommand(context, { do: "command", node: "core", run, input: "x" });
  expect(exec).toHaveBeenCalledWith(run, expect.objectContaining({ confined: true, input: "x" }));
});
