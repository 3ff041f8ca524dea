import { once } from "node:events";
import { execa } from "execa";
import { expect, test } from "vitest";
import { until } from "../core/index.js";
import { followersOf } from "./process.js";
import { boundGroup, signalsTo } from "./process-group.js";

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

// It says so once what it started has a program of its own.
const OBEYS = "trap 'exit 7' TERM; sh -c 'echo; exec sleep 60' & wait";

test.each([
  ["ends by itself meanwhile", OBEYS, 60_000, { exitCode: 7 }],
  ["does not", "trap '' TERM; echo; sleep 60", 50, { signal: "SIGKILL" }],
  ["and has no grace", OBEYS, 0, { signal: "SIGKILL" }],
])("a command that is interrupted, and %s", async (_, script, graceMs, end) => {
  const command = execa("sh", ["-c", script], { reject: false, detached: true });
  const interruption = new AbortController();
  const { signal } = interruption;
  const isLate = boundGroup(command, { timeoutMs: 60_000, graceMs, signal });
  await once(command.stdout, "data");
  interruption.abort();
  expect(await command).toMatchObject(end);
  expect(isLate()).toBe(false);
});

test("a command that takes too long is ended with what it started, and said to be late", async () => {
  const command = execa("sh", ["-c", "sleep 60 & wait"], { reject: false, detached: true });
  const isLate = boundGroup(command, { timeoutMs: 50, graceMs: 60_000, signal: undefined });
  expect((await command).signal).toBe("SIGTERM");
  expect(isLate()).toBe(true);
});
