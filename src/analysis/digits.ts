// V8 remembers the text of every number that it spells, in a table that holds a few thousand of them. Where nearly each is
// another one, what is remembered outlives its use, and to move it costs more than to put a text together here.

/** 0 to 999 in three digits. */
const THREE_DIGITS = Array.from({ length: 1000 }, (_, value) => String(value).padStart(3, "0"));
/** The same without zeroes at the end. */
const WITHOUT_ZEROES = THREE_DIGITS.map((digits) => digits.replace(/0+$/, ""));
/** The same without zeroes at the beginning. */
const UP_TO_999 = Array.from({ length: 1000 }, (_, value) => String(value));

/** Larger ones are rare. */
const MAX_INTEGER = 1e12;
const NANOS_PER_MS = 1e6;

/** The nine digits of a number of nanoseconds below a second. */
export function nineDigits(nanos: number): string {
  const micros = Math.floor(nanos / 1000);
  const millis = Math.floor(micros / 1000);
  return (
    threeDigits(millis) + threeDigits(micros - millis * 1000) + threeDigits(nanos - micros * 1000)
  );
}

/** A whole number as JavaScript spells it. */
export function integerText(value: number): string {
  if (!(value >= 0 && value < MAX_INTEGER)) return String(value);
  if (value < 1000) return UP_TO_999[value] as string;
  const thousands = Math.floor(value / 1000);
  return integerText(thousands) + threeDigits(value - thousands * 1000);
}

/** Milliseconds as JavaScript spells them, which are mostly a whole number of nanoseconds. */
export function millisText(millis: number): string {
  const nanos = Math.round(millis * NANOS_PER_MS);
  // A double tells fifteen digits apart, and its text is the shortest that does.
  if (!(nanos >= 0 && nanos < 1e15) || nanos / NANOS_PER_MS !== millis) return String(millis);
  const micros = Math.floor(nanos / 1000);
  const whole = Math.floor(micros / 1000);
  const high = micros - whole * 1000;
  const low = nanos - micros * 1000;
  const text = integerText(whole);
  // One look-up for both: what is rarely run is not known to V8 when it compiles the rest, which it has to do again then.
  const last = WITHOUT_ZEROES[low > 0 ? low : high] as string;
  const fraction = low > 0 ? threeDigits(high) + last : last;
  return fraction === "" ? text : `${text}.${fraction}`;
}

function threeDigits(value: number): string {
  return THREE_DIGITS[value] as string;
}
