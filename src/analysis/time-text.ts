const SECOND_MS = 1000;

let cachedSec = Number.NaN;
let cachedText = "";

/** ISO 8601 with nanoseconds of a moment; connections that start in the same second share the costly part. */
export function isoText(sec: number, nanos: number): string {
  if (sec !== cachedSec) {
    const date = new Date(sec * SECOND_MS);
    const valid = !Number.isNaN(date.getTime());
    cachedText = valid ? date.toISOString().slice(0, -".000Z".length) : `@${sec}`;
    cachedSec = sec;
  }
  return `${cachedText}.${String(nanos).padStart(9, "0")}Z`;
}

/** Nanoseconds since the Unix epoch as decimal text. */
export function epochNsText(sec: number, nanos: number): string {
  if (sec <= 0) return (BigInt(sec) * 1_000_000_000n + BigInt(nanos)).toString();
  return `${sec}${String(nanos).padStart(9, "0")}`;
}
