import { type ConnectionView, START_SEC_AT } from "../engine/index.js";
import { nineDigits } from "./digits.js";
import { TextCache } from "./text-cache.js";

const SECOND_MS = 1000;
/** Words of a double. */
const DOUBLE = 2;
const UTC = "Z";

/** Spells when connections began; those that began in the same second share the costly part. */
export class StartText {
  readonly #isoSeconds = new TextCache(DOUBLE, (words, at) => isoSecond(doubleAt(words, at)));
  readonly #epochSeconds = new TextCache(DOUBLE, (words, at) => String(doubleAt(words, at)));

  /** The nine digits below the second. */
  fraction({ startNanos }: ConnectionView): string {
    return nineDigits(startNanos);
  }

  /** ISO 8601; `fraction` is what this gave for the same connection. */
  iso({ words, at }: ConnectionView, fraction: string): string {
    return this.#isoSeconds.get(words, at + START_SEC_AT, DOUBLE, 0) + fraction + UTC;
  }

  /** Nanoseconds since the Unix epoch as decimal text. */
  epochNs({ words, at, startSec }: ConnectionView, fraction: string): string {
    if (startSec <= 0) return (BigInt(startSec) * 1_000_000_000n + BigInt(fraction)).toString();
    return this.#epochSeconds.get(words, at + START_SEC_AT, DOUBLE, 0) + fraction;
  }
}

/** ISO 8601 up to the decimal point; a second that no calendar has is told as a number. */
function isoSecond(sec: number): string {
  const date = new Date(sec * SECOND_MS);
  if (Number.isNaN(date.getTime())) return `@${sec}.`;
  return date.toISOString().slice(0, -"000Z".length);
}

function doubleAt(words: Int32Array, at: number): number {
  return new Float64Array(words.slice(at, at + DOUBLE).buffer)[0] as number;
}
