import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { sendSignal } from "./send-signal.js";

test("a process that has ended is not an error, one that may not be asked is", () => {
  const { pid } = spawnSync("true");
  sendSignal(pid, "SIGKILL");
  sendSignal(-pid, "SIGKILL");
  expect(() => sendSignal(process.pid, "SIGNONE" as "SIGKILL")).toThrow("SIGNONE");
});
