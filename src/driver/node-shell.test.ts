import { afterEach, expect, test, vi } from "vitest";
import { idleProcess, scriptProcess } from "./fixtures/node-process.js";

afterEach(() => vi.restoreAllMocks());

test("a program has ended when it was ended", async () => {
  const program = scriptProcess("exec sleep 600");
  expect(program.hasEnded()).toBe(false);
  await program.end("SIGTERM");
  expect(program.hasEnded()).toBe(true);
});

test("one that does not end in time is killed", async () => {
  const sent: string[] = [];
  const program = idleProcess({}, (name) => sent.push(name) < 1);
  // The time is up at once.
  let ms = 0;
  vi.spyOn(performance, "now").mockImplementation(() => {
    ms += 60_000;
    return ms;
  });
  await expect(program.end("SIGTERM")).rejects.toMatchObject({
    code: "E_TIMEOUT",
    message: expect.stringContaining("it to end after SIGTERM"),
  });
  expect(sent).toEqual(["SIGTERM", "SIGKILL"]);
});
