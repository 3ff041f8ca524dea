// V8 remembers the text of every number that it spells, in a table that holds a few thousand of them. Where nearly each is
// another one, what is remembered outlives its use, and to move it costs more than to put a text together here.

/** 0 to 999 in three digits. */
const THREE_DIGITS = Array.from({ length: 1000 }, (_, value) => String(value).padStart(3, "0"));
/** The same without leading zeroes. */
const UP_TO_999 = Array.from({ length: 1000 }, (_, value) => String(value));

/** The nine digits of a number of nanoseconds below a second. */
export function nineDigits(nanos: number): string {
  const micros = Math.floor(nanos / 1000);
  const millis = Math.floor(micros / 1000);
  return (
    threeDigits(millis) + threeDigits(micros - millis * 1000) + threeDigits(nanos - micros * 1000)
  );
}

/** A port as text. */
export function portText(port: number): string {
  if (port < 1000) return UP_TO_999[port] as string;
  const thousands = Math.floor(port / 1000);
  return (UP_TO_999[thousands] as string) + threeDigits(port - thousands * 1000);
}

function threeDigits(value: number): string {
  return THREE_DIGITS[value] as string;
}
