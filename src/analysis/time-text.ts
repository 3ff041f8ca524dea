import type { ConnectionView } from "../engine/index.js";
import { nineDigits } from "./digits.js";

const SECOND_MS = 1000;
const UTC = "Z";

/** Spells when connections began. Told in order, most began in the same second as the one before, which is spelled once. */
export class StartText {
  #sec = Number.NaN;
  #iso = "";
  #epoch = "";

  /** The nine digits below the second. */
  fraction({ startNanos }: ConnectionView): string {
    return nineDigits(startNanos);
  }

  /** ISO 8601; `fraction` is what this gave for the same connection. */
  iso({ startSec }: ConnectionView, fraction: string): string {
    if (startSec !== this.#sec) this.#spell(startSec);
    return this.#iso + fraction + UTC;
  }

  /** Nanoseconds since the Unix epoch as decimal text. */
  epochNs({ startSec }: ConnectionView, fraction: string): string {
    if (startSec <= 0) return (BigInt(startSec) * 1_000_000_000n + BigInt(fraction)).toString();
    if (startSec !== this.#sec) this.#spell(startSec);
    return this.#epoch + fraction;
  }

  #spell(sec: number): void {
    this.#sec = sec;
    this.#iso = isoSecond(sec);
    this.#epoch = String(sec);
  }
}

/** ISO 8601 up to the decimal point; a second that no calendar has is told as a number. */
function isoSecond(sec: number): string {
  const date = new Date(sec * SECOND_MS);
  if (Number.isNaN(date.getTime())) return `@${sec}.`;
  return date.toISOString().slice(0, -"000Z".length);
}
