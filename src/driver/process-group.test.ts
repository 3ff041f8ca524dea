import { execa } from "execa";
import { expect, test } from "vitest";
import { until } from "../core/index.js";
import { followersOf } from "./process.js";
import { signalsTo } from "./process-group.js";

test.each([
  [false, { signal: "SIGTERM" }],
  [true, { exitCode: 7 }],
])("a leader that waits: %s, ends so by a signal to its group", async (leaderWaits, end) => {
  const leader = execa("sh", ["-c", "sleep 60 & wait; exit 7"], { reject: false, detached: true });
  const pid = leader.pid as number;
  await until("it to have forked", () => followersOf(pid).length === 1, { deadlineMs: 5_000 });
  signalsTo(leader, leaderWaits)("SIGTERM");
  expect(await leader).toMatchObject(end);
  await until("what it forked to end", () => followersOf(pid).length === 0, { deadlineMs: 5_000 });
});

test("a leader that has forked nothing gets the signal, whether it waits or not", async () => {
  const leader = execa("sleep", ["60"], { reject: false, detached: true });
  signalsTo(leader, true)("SIGTERM");
  expect((await leader).signal).toBe("SIGTERM");
});
