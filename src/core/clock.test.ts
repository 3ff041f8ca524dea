import { describe, expect, test, vi } from "vitest";
import { abortable, inTime, now, pause, until, wallLead, wallOf } from "./clock.js";
import { ShiftError } from "./errors.js";

const NS_PER_MS = 1_000_000n;

/** The error that a promise is rejected with. */
async function errorOf(promise: Promise<unknown>): Promise<ShiftError> {
  const thrown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(thrown instanceof ShiftError)) throw new Error(`no ShiftError but ${String(thrown)}`);
  return thrown;
}

describe("now", () => {
  test("is the wall clock of Date and the monotonic clock of hrtime", () => {
    const before = { wall: BigInt(Date.now()), mono: process.hrtime.bigint() };
    const moment = now();
    const after = { wall: BigInt(Date.now()), mono: process.hrtime.bigint() };
    expect(moment.monoNs).toBeGreaterThanOrEqual(before.mono);
    expect(moment.monoNs).toBeLessThanOrEqual(after.mono);
    // The offset of the clocks was taken once, at a whole millisecond.
    expect(moment.wallNs / NS_PER_MS).toBeGreaterThanOrEqual(before.wall - 2n);
    expect(moment.wallNs / NS_PER_MS).toBeLessThanOrEqual(after.wall + 2n);
  });

  test("wallOf turns the monotonic part into the wall part", () => {
    const { monoNs, wallNs } = now();
    expect(wallOf(monoNs)).toBe(wallNs);
    expect(wallOf(monoNs + 7n) - wallOf(monoNs)).toBe(7n);
  });
});

describe("wallLead", () => {
  test("stays as it is while nobody sets the wall clock", () => {
    expect(wallLead()).toBe(wallLead());
  });

  test.each([3_600_000, -3_600_000])("follows a wall clock that is set by %i ms", (stepMs) => {
    const before = wallLead();
    const real = Date.now;
    vi.spyOn(Date, "now").mockImplementation(() => real() + stepMs);
    const movedMs = Number(wallLead() - before) / 1e6;
    expect(Math.abs(movedMs - stepMs)).toBeLessThan(5);
    expect(Math.abs(Number(now().wallNs / NS_PER_MS) - Date.now())).toBeLessThan(5);
    vi.restoreAllMocks();
    expect(Math.abs(Number(wallLead() - before) / 1e6)).toBeLessThan(5);
  });
});

describe("until", () => {
  test("asks again until the probe has an answer, and returns it", async () => {
    const answers = [undefined, false, undefined, 42] as const;
    let asked = 0;
    expect(await until("42", () => answers[asked++], { deadlineMs: 5000, everyMs: 1 })).toBe(42);
    expect(asked).toBe(4);
  });

  test.each([0, "", null])("takes %j for an answer", async (answer) => {
    expect(await until("it", async () => answer, { deadlineMs: 0 })).toBe(answer);
  });

  test("asks once more than never, even when there is no time", async () => {
    let asked = 0;
    const wait = until("it", () => ++asked > 5, { deadlineMs: 0 });
    expect((await errorOf(wait)).code).toBe("E_TIMEOUT");
    expect(asked).toBe(1);
  });

  test("says what it waited for and what it saw instead", async () => {
    const detail = () => "2 of 3 routers";
    const error = await errorOf(until("every router", () => false, { deadlineMs: 0, detail }));
    expect(error.message).toBe("waited 0 ms for every router; seen: 2 of 3 routers");
    const bare = await errorOf(until("every router", () => false, { deadlineMs: 0 }));
    expect(bare.message).toBe("waited 0 ms for every router");
  });

  test("passes on what the probe throws", async () => {
    const broken = until(
      "it",
      () => {
        throw new RangeError("no such node");
      },
      { deadlineMs: 5000 },
    );
    await expect(broken).rejects.toThrow(RangeError);
  });

  test("does not ask at all once it is interrupted", async () => {
    let asked = 0;
    const signal = AbortSignal.abort();
    const wait = until("it", () => ++asked > 0, { deadlineMs: 5000, signal });
    expect((await errorOf(wait)).code).toBe("E_INTERRUPTED");
    expect(asked).toBe(0);
  });

  test("is interrupted between two probes", async () => {
    const controller = new AbortController();
    const wait = until(
      "it",
      () => {
        controller.abort();
        return false;
      },
      { deadlineMs: 60_000, everyMs: 60_000, signal: controller.signal },
    );
    expect(await errorOf(wait)).toMatchObject({
      code: "E_INTERRUPTED",
      message: "interrupted while waiting for it",
    });
  });
});

describe("inTime", () => {
  test("returns the answer, or undefined when the deadline passes without one", async () => {
    let asked = 0;
    const third = () => ++asked > 2 && "third";
    expect(await inTime("it", third, { deadlineMs: 5000, everyMs: 1 })).toBe("third");
    expect(await inTime("it", () => false, { deadlineMs: 5, everyMs: 1 })).toBeUndefined();
  });

  test("a timeout within the probe is none of its own", async () => {
    const nested = () => until("the node", () => false, { deadlineMs: 0 });
    const error = await errorOf(inTime("it", nested, { deadlineMs: 5000 }));
    expect(error.message).toBe("waited 0 ms for the node");
  });

  test("an interruption is no answer", async () => {
    const signal = AbortSignal.abort();
    const wait = inTime("it", () => false, { deadlineMs: 0, signal });
    expect((await errorOf(wait)).code).toBe("E_INTERRUPTED");
  });
});

test("pause ends early with E_INTERRUPTED", async () => {
  await pause(0);
  const controller = new AbortController();
  const long = errorOf(pause(60_000, controller.signal));
  controller.abort();
  expect((await long).code).toBe("E_INTERRUPTED");
});

describe("abortable", () => {
  test("passes on what the promise comes to, until the signal aborts", async () => {
    const { signal } = new AbortController();
    expect(await abortable("it", Promise.resolve(1), signal)).toBe(1);
    expect(await abortable("it", Promise.resolve(1))).toBe(1);
    await expect(abortable("it", Promise.reject(new Error("x")), signal)).rejects.toThrow("x");
    const endless = new Promise(() => undefined);
    const ended = abortable("it", endless, AbortSignal.timeout(5));
    await expect(ended).rejects.toMatchObject({ code: "E_INTERRUPTED" });
  });

  test("what was given up may still fail: that ends no process", async () => {
    const failures: unknown[] = [];
    const note = (reason: unknown) => void failures.push(reason);
    process.on("unhandledRejection", note);
    const failing = pause(5).then(() => Promise.reject(new Error("late")));
    await expect(abortable("it", failing, AbortSignal.abort())).rejects.toThrow("interrupted");
    await pause(20);
    process.off("unhandledRejection", note);
    expect(failures).toEqual([]);
  });
});
