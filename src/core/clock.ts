import { setTimeout as delay } from "node:timers/promises";
import { ShiftError } from "./errors.js";

/** Wall-clock and monotonic time of one moment, both in nanoseconds. */
export interface Moment {
  /** Nanoseconds since the Unix epoch (CLOCK_REALTIME, as the captures use). */
  wallNs: bigint;
  /** Nanoseconds of CLOCK_MONOTONIC, for differences that no clock step can spoil. */
  monoNs: bigint;
}

// Date.now() has only milliseconds; one offset taken at start carries the monotonic clock's resolution over.
const WALL_MINUS_MONO_NS = BigInt(Date.now()) * 1_000_000n - process.hrtime.bigint();

/** This moment on both clocks. */
export function now(): Moment {
  const monoNs = process.hrtime.bigint();
  return { monoNs, wallNs: wallOf(monoNs) };
}

/** The wall clock at a moment of CLOCK_MONOTONIC, which all processes of a host share; both in nanoseconds. */
export function wallOf(monoNs: bigint): bigint {
  return monoNs + WALL_MINUS_MONO_NS;
}

/** How a wait is bounded. */
export interface UntilOptions {
  /** Milliseconds after which the wait fails. */
  deadlineMs: number;
  /** Milliseconds between two probes. */
  everyMs?: number;
  signal?: AbortSignal | undefined;
  /** Added to the error when the deadline passes: what was seen instead. */
  detail?: () => string;
}

/**
 * Waits until a probe returns something other than undefined or false, and returns it.
 * @throws ShiftError E_TIMEOUT that says what was waited for; E_INTERRUPTED when the signal aborts.
 */
export async function until<T>(
  what: string,
  probe: () => T | undefined | false | Promise<T | undefined | false>,
  options: UntilOptions,
): Promise<T> {
  const end = performance.now() + options.deadlineMs;
  for (;;) {
    if (options.signal?.aborted) throw interrupted(what);
    const value = await probe();
    if (value !== undefined && value !== false) return value;
    if (performance.now() >= end) {
      const seen = options.detail ? `; seen: ${options.detail()}` : "";
      throw new ShiftError({
        code: "E_TIMEOUT",
        message: `waited ${options.deadlineMs} ms for ${what}${seen}`,
      });
    }
    await pause(options.everyMs ?? 25, options.signal);
  }
}

/** Whether a wait has ended by its deadline. */
export function isTimeout(thrown: unknown): boolean {
  return thrown instanceof ShiftError && thrown.code === "E_TIMEOUT";
}

/**
 * Lets the timeline of a scenario advance by so many milliseconds: part of the experiment, never a wait for something.
 * @throws ShiftError E_INTERRUPTED when the signal aborts.
 */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, signal ? { signal } : {});
  } catch {
    throw interrupted("the timeline");
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
