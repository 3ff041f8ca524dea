import { InvalidArgumentError } from "@commander-js/extra-typings";

/** A whole number, as an option takes it. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("It is no whole number.");
  return Number(text);
}

/** Reads whole numbers from `least` to `most`, as an option takes them. */
export function numberFrom(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = wholeNumber(text);
    if (number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It is not from ${least} to ${most}.`);
  };
}

/** A whole number of at least one, as an option takes it. */
export function positive(text: string): number {
  const number = wholeNumber(text);
  if (number === 0) throw new InvalidArgumentError("At least 1 is needed.");
  return number;
}
