import { setTimeout as delay } from "node:timers/promises";
import { ShiftError } from "./errors.js";

/** Wall-clock and monotonic time of one moment, both in nanoseconds. */
export interface Moment {
  /** Nanoseconds since the Unix epoch (CLOCK_REALTIME, as the captures use). */
  wallNs: bigint;
  /** Nanoseconds of CLOCK_MONOTONIC, for differences that no clock step can spoil. */
  monoNs: bigint;
}

/** What is less may be Date.now()'s own: it has only milliseconds. */
const STEP_NS = 10_000_000n;
const LOOKS = 5;

// One offset for many moments carries the monotonic clock's resolution over.
let wallMinusMonoNs = measuredLead();

/**
 * Nanoseconds that the wall clock is ahead of the monotonic one, in steps of a hundredth of a second at least. It changes
 * when the wall clock is set or the machine has slept; `now` and `wallOf` follow from this call on.
 */
export function wallLead(): bigint {
  const lead = measuredLead();
  const step = lead - wallMinusMonoNs;
  if (step > STEP_NS || step < -STEP_NS) wallMinusMonoNs = lead;
  return wallMinusMonoNs;
}

// Time that passes between the two clocks makes it smaller, as does what Date.now() leaves out.
function measuredLead(): bigint {
  const looks = Array.from(
    { length: LOOKS },
    () => BigInt(Date.now()) * 1_000_000n - process.hrtime.bigint(),
  );
  return looks.reduce((most, next) => (next > most ? next : most));
}

/** This moment on both clocks. */
export function now(): Moment {
  const monoNs = process.hrtime.bigint();
  return { monoNs, wallNs: wallOf(monoNs) };
}

/** The wall clock at a moment of CLOCK_MONOTONIC, which all processes of a host share; both in nanoseconds. */
export function wallOf(monoNs: bigint): bigint {
  return monoNs + wallMinusMonoNs;
}

/** How a wait is bounded. */
interface WaitOptions {
  /** Milliseconds after which the wait fails. */
  deadlineMs: number;
  /** Milliseconds between two probes. */
  everyMs?: number;
  signal?: AbortSignal | undefined;
}

/** How a wait is bounded, and what is told when it has failed. */
export interface UntilOptions extends WaitOptions {
  /** Added to the error when the deadline passes: what was seen instead. */
  detail?: () => string;
}

/** What a wait asks again and again: it goes on while the answer is undefined or false. */
type Probe<T> = () => T | undefined | false | Promise<T | undefined | false>;

/**
 * Waits until a probe returns something other than undefined or false, and returns it.
 * @throws ShiftError E_TIMEOUT that says what was waited for; E_INTERRUPTED when the signal aborts.
 */
export async function until<T>(what: string, probe: Probe<T>, options: UntilOptions): Promise<T> {
  const value = await inTime(what, probe, options);
  if (value !== undefined) return value;
  const seen = options.detail ? `; seen: ${options.detail()}` : "";
  throw new ShiftError({
    code: "E_TIMEOUT",
    message: `waited ${options.deadlineMs} ms for ${what}${seen}`,
  });
}

/**
 * Waits as `until` does where a deadline that passes is an answer: whoever asks then says what is still missing.
 * @returns undefined when the deadline has passed
 * @throws ShiftError E_INTERRUPTED when the signal aborts; what the probe throws, a timeout of its own too.
 */
export async function inTime<T>(
  what: string,
  probe: Probe<T>,
  { deadlineMs, everyMs = 25, signal }: WaitOptions,
): Promise<T | undefined> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    if (signal?.aborted) throw interrupted(what);
    const value = await probe();
    if (value !== undefined && value !== false) return value;
    if (performance.now() >= end) return undefined;
    await waited(what, everyMs, signal);
  }
}

/**
 * Lets the timeline of a scenario advance by so many milliseconds: part of the experiment, never a wait for something.
 * @throws ShiftError E_INTERRUPTED when the signal aborts.
 */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  await waited("the timeline", ms, signal);
}

async function waited(what: string, ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, signal ? { signal } : {});
  } catch {
    throw interrupted(what);
  }
}

/**
 * A promise that is given up when the signal aborts; what it stands for goes on until its owner ends it.
 * @throws ShiftError E_INTERRUPTED.
 */
export async function abortable<T>(
  what: string,
  promise: Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  if (!signal) return promise;
  if (signal.aborted) {
    // Nobody waits for it any more; it may still fail, which would end the process without a handler.
    promise.catch(() => undefined);
    throw interrupted(what);
  }
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(interrupted(what));
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    if (stop) signal.removeEventListener("abort", stop);
  }
}

function interrupted(what: string): ShiftError {
  return new ShiftError({
    code: "E_INTERRUPTED",
    message: `interrupted while waiting for ${what}`,
  });
}
