import { type ChildProcess, fork } from "node:child_process";
import { EventEmitter } from "node:events";
import { afterEach, expect, test, vi } from "vitest";
import type { CaseResult } from "../verdict/index.js";
import { Judging } from "./judging.js";

vi.mock("node:child_process", () => ({ fork: vi.fn() }));

afterEach(() => {
  vi.useRealTimers();
  vi.mocked(fork).mockReset();
});

/** A judging process that says this to what it is sent; one without words hangs, and does not end when it is killed. */
function judgeThatSays(event?: "message" | "exit", ...words: unknown[]) {
  const later = (told: string, ...more: unknown[]) =>
    queueMicrotask(() => judge.emit(told, ...more));
  const judge = Object.assign(new EventEmitter(), {
    send: () => event && later(event, ...words),
    kill: vi.fn(() => event && later("exit", null, "SIGKILL")),
  });
  return judge;
}
const judgeThatAnswers = (result: CaseResult) => judgeThatSays("message", { result });

/** Lets each of these be started, one after the other. */
function started(...judges: ReturnType<typeof judgeThatSays>[]): void {
  for (const judge of judges) vi.mocked(fork).mockReturnValueOnce(judge as unknown as ChildProcess);
}
const ask = (judging: Judging, caseId: string) =>
  judging.judge({ caseId, runFolder: "/results/run" });

test("a judge that does not answer in time is killed, and the next case has another one", async () => {
  const hanging = judgeThatSays();
  const result = { name: "second" } as CaseResult;
  started(hanging, judgeThatAnswers(result));
  await using judging = new Judging("run", 50);
  const [first, second] = ["first", "second"].map((caseId) => ask(judging, caseId));
  await expect(first).rejects.toMatchObject({
    code: "E_JUDGE",
    message: "the process that judges first has not answered within 50 ms",
    hint: expect.stringContaining("anycast-shift judge /results/run"),
  });
  expect(hanging.kill).toHaveBeenCalledWith("SIGKILL");
  expect(await second).toBe(result);
  // Its end may come at any time.
  hanging.emit("exit", null, "SIGKILL");
  expect(await ask(judging, "third")).toBe(result);
  expect(fork).toHaveBeenCalledTimes(2);
});

test("a judge serves one case after another, and is not held to the time of one that it has answered", async () => {
  vi.useFakeTimers();
  const result = { name: "any" } as CaseResult;
  const judge = judgeThatAnswers(result);
  started(judge);
  {
    await using judging = new Judging("run-1");
    expect(await ask(judging, "first")).toBe(result);
    expect(vi.getTimerCount()).toBe(0);
    expect(await ask(judging, "second")).toBe(result);
    const env = expect.objectContaining({ ANYCAST_SHIFT_RUN: "run-1" });
    expect(vi.mocked(fork).mock.calls).toEqual([
      [expect.any(String), expect.objectContaining({ env })],
    ]);
    expect(judge.kill).not.toHaveBeenCalled();
  }
  expect(judge.kill).toHaveBeenCalledWith("SIGKILL");
  const events = judge.eventNames();
  expect(events.filter((event) => judge.listenerCount(event) > 1)).toEqual([]);
});

test("what a judge could not judge is told, and one that ended is replaced by another", async () => {
  const result = { name: "second" } as CaseResult;
  const refusing = judgeThatSays("message", { refusal: { code: "E_CAPTURE", message: "none" } });
  const ending = judgeThatSays("exit", null, "SIGKILL");
  await using judging = new Judging("run");
  started(ending, judgeThatAnswers(result));
  await expect(ask(judging, "first")).rejects.toMatchObject({
    code: "E_JUDGE",
    message: "the process that judges first ended with SIGKILL",
  });
  expect(await ask(judging, "second")).toBe(result);
  await using other = new Judging("run");
  started(refusing);
  await expect(ask(other, "third")).rejects.toMatchObject({ code: "E_CAPTURE", message: "none" });
});
