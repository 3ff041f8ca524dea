const SECOND_MS = 1000;

let cachedSec = Number.NaN;
let cachedText = "";

/**
 * ISO 8601 of a moment; `fraction` are its nine digits below the second. Connections that start in the same second share
 * the costly part.
 */
export function isoText(sec: number, fraction: string): string {
  if (sec !== cachedSec) {
    const date = new Date(sec * SECOND_MS);
    const valid = !Number.isNaN(date.getTime());
    cachedText = valid ? date.toISOString().slice(0, -"000Z".length) : `@${sec}.`;
    cachedSec = sec;
  }
  return `${cachedText}${fraction}Z`;
}

/** Nanoseconds since the Unix epoch as decimal text; `fraction` are the last nine digits. */
export function epochNsText(sec: number, fraction: string): string {
  if (sec <= 0) return (BigInt(sec) * 1_000_000_000n + BigInt(fraction)).toString();
  return `${sec}${fraction}`;
}
