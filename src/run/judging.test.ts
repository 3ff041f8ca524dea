import { type ChildProcess, fork } from "node:child_process";
import { EventEmitter } from "node:events";
import { expect, test, vi } from "vitest";
import type { CaseResult } from "../verdict/index.js";
import { Judging } from "./judging.js";

vi.mock("node:child_process", () => ({ fork: vi.fn() }));

/** A judging process that answers what it is sent with this, or never. */
function judgeThatAnswers(result?: CaseResult) {
  const judge = Object.assign(new EventEmitter(), {
    send: () => result && queueMicrotask(() => judge.emit("message", { result })),
    kill: vi.fn(() => queueMicrotask(() => judge.emit("exit", null, "SIGKILL"))),
  });
  return judge;
}

test("a judge that does not answer in time is killed, and the next case has another one", async () => {
  const hanging = judgeThatAnswers();
  const result = { name: "second" } as CaseResult;
  for (const judge of [hanging, judgeThatAnswers(result)])
    vi.mocked(fork).mockReturnValueOnce(judge as unknown as ChildProcess);
  await using judging = new Judging("run", 50);
  const [first, second] = ["first", "second"].map((caseId) =>
    judging.judge({ caseId, runFolder: "/results/run" }),
  );
  await expect(first).rejects.toMatchObject({
    code: "E_JUDGE",
    message: "the process that judges first has not answered within 50 ms",
    hint: expect.stringContaining("anycast-shift judge /results/run"),
  });
  expect(hanging.kill).toHaveBeenCalledWith("SIGKILL");
  expect(await second).toBe(result);
});
