const SECOND_MS = 1000;

let cachedSec = Number.NaN;
let cachedText = "";

/** 0 to 999 in three digits. */
const THREE_DIGITS = Array.from({ length: 1000 }, (_, value) => String(value).padStart(3, "0"));

/** The nine digits of a number of nanoseconds below a second. */
export function nineDigits(nanos: number): string {
  const micros = Math.floor(nanos / 1000);
  const millis = Math.floor(micros / 1000);
  const [high, middle, low] = [millis, micros - millis * 1000, nanos - micros * 1000];
  return `${THREE_DIGITS[high]}${THREE_DIGITS[middle]}${THREE_DIGITS[low]}`;
}

/**
 * ISO 8601 of a moment; `fraction` are its nine digits below the second. Connections that start in the same second share
 * the costly part.
 */
export function isoText(sec: number, fraction: string): string {
  if (sec !== cachedSec) {
    const date = new Date(sec * SECOND_MS);
    const valid = !Number.isNaN(date.getTime());
    cachedText = valid ? date.toISOString().slice(0, -".000Z".length) : `@${sec}`;
    cachedSec = sec;
  }
  return `${cachedText}.${fraction}Z`;
}

/** Nanoseconds since the Unix epoch as decimal text; `fraction` are the last nine digits. */
export function epochNsText(sec: number, fraction: string): string {
  if (sec <= 0) return (BigInt(sec) * 1_000_000_000n + BigInt(fraction)).toString();
  return `${sec}${fraction}`;
}
