import { expect, test } from "vitest";
import { CONN, JUDGED, REASON, SIGN } from "../engine/index.js";
import { gradedOf, howOf, openerOf, outcomeOf, phaseOf, stateOf } from "./judgement-words.js";
import { OUTCOMES } from "./kinds.js";
import { tellSigns } from "./sign-words.js";

type Named = keyof typeof JUDGED;

/** The engine's names of the numbers, and their words. */
const OUTCOME_NAMES: Named[] = [
  "CLOSED",
  "RESET",
  "REFUSED",
  "UNANSWERED",
  "HALF_OPEN",
  "OPEN",
  "PARTIAL",
];

test.each(OUTCOME_NAMES)("the outcome %s is told by its name", (name) => {
  const word = outcomeOf(JUDGED[name] << JUDGED.OUTCOME_SHIFT);
  expect(word).toBe(name.toLowerCase().replace("_", "-"));
});

test("each outcome has a number", () => {
  expect(OUTCOME_NAMES).toHaveLength(OUTCOMES.length);
});

test.each([
  ["NO_SOCKET", "no-socket", howOf, JUDGED.HOW_SHIFT],
  ["ABORT", "abort", howOf, JUDGED.HOW_SHIFT],
  ["MIDDLEBOX", "middlebox", howOf, JUDGED.HOW_SHIFT],
  ["IN_HANDSHAKE", "handshake", phaseOf, JUDGED.PHASE_SHIFT],
  ["IN_FIRST_DATA", "first-data", phaseOf, JUDGED.PHASE_SHIFT],
  ["IN_TRANSFER", "transfer", phaseOf, JUDGED.PHASE_SHIFT],
  ["WHEN_IDLE", "idle", phaseOf, JUDGED.PHASE_SHIFT],
  ["IN_CLOSE", "close", phaseOf, JUDGED.PHASE_SHIFT],
  ["OPENER_GUESS", "guess", openerOf, JUDGED.OPENER_SHIFT],
  ["OPENER_SYN_ACK", "SYN-ACK", openerOf, JUDGED.OPENER_SHIFT],
  ["OPENER_SYN", "SYN", openerOf, JUDGED.OPENER_SHIFT],
] as const)("%s is told as %s", (name, word, wordOf, shift) => {
  expect(wordOf(JUDGED[name] << shift)).toBe(word);
});

test("every state, reason and sign has words of its own, and none is beyond its mask", () => {
  const states = Object.values(CONN).map((number) => stateOf(number << JUDGED.STATE_SHIFT));
  expect(states).toEqual(Object.keys(CONN));
  const numbers = Object.values(REASON);
  const reasons = numbers.map((number) => gradedOf(number << JUDGED.REASON_SHIFT).reason);
  expect(new Set(reasons).size).toBe(numbers.length);
  expect(Math.max(...numbers)).toBeLessThanOrEqual(JUDGED.REASON_MASK);
  const bits = Object.values(SIGN).sort((a, b) => (a >>> 0) - (b >>> 0));
  expect(bits).toEqual(bits.map((_, index) => 1 << index));
});

test("signs are told in the order of their bits", () => {
  const ids = tellSigns(SIGN.ECN | SIGN.ABORT_RST | SIGN.CLOCK_CHANGED, {} as never).map(
    ({ id }) => id,
  );
  expect(ids).toEqual(["abort-rst", "ecn", "clock-changed"]);
});
