const SECOND_MS = 1000;
const UTC = "Z";

/** The second that was spelled last: connections that start in the same one share the costly part. */
let knownSec = Number.NaN;
/** It as ISO 8601, up to the decimal point. */
let isoSecond = "";
/** It in seconds since the Unix epoch. */
let epochSecond = "";

function spell(sec: number): void {
  const date = new Date(sec * SECOND_MS);
  const valid = !Number.isNaN(date.getTime());
  isoSecond = valid ? date.toISOString().slice(0, -"000Z".length) : `@${sec}.`;
  epochSecond = String(sec);
  knownSec = sec;
}

/** ISO 8601 of a moment; `fraction` are its nine digits below the second. */
export function isoText(sec: number, fraction: string): string {
  if (sec !== knownSec) spell(sec);
  return isoSecond + fraction + UTC;
}

/** Nanoseconds since the Unix epoch as decimal text; `fraction` are the last nine digits. */
export function epochNsText(sec: number, fraction: string): string {
  if (sec <= 0) return (BigInt(sec) * 1_000_000_000n + BigInt(fraction)).toString();
  if (sec !== knownSec) spell(sec);
  return epochSecond + fraction;
}
