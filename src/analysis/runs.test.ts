import fc from "fast-check";
import { expect, test } from "vitest";
import { Parts } from "../engine/fixtures/parts.js";
import { RUNS_KEPT } from "../engine/index.js";
import { flagsText, SequenceText } from "./runs.js";

const parts = await Parts.compile();
const { addToRuns, addToRunsLate, resumeRuns, renew } = parts.compiled;
const RECORD = parts.compiled.newRecord();
const connection = parts.connection(RECORD);
const sequences = new SequenceText();

/** The same from a list of all packets. */
function folded(packets: readonly (readonly [side: number, flags: number])[]): string {
  const runs: { text: string; count: number }[] = [];
  for (const [side, flags] of packets) {
    const text = `${side === 0 ? ">" : "<"}[${flagsText(flags)}]`;
    const last = runs.at(-1);
    if (last?.text === text) last.count++;
    else runs.push({ text, count: 1 });
  }
  const words = runs.map(({ text, count }) => (count > 1 ? `${text}×${count}` : text));
  const middle = runs.slice(RUNS_KEPT, -RUNS_KEPT);
  if (runs.length <= RUNS_KEPT * 2) return words.join(" ");
  const left = middle.reduce((sum, { count }) => sum + count, 0);
  return [...words.slice(0, RUNS_KEPT), `…×${left}`, ...words.slice(-RUNS_KEPT)].join(" ");
}

test("a sequence is the list of packets with equal neighbours folded and the middle left out", () => {
  const packet = fc.tuple(fc.constantFrom(0, 1), fc.constantFrom(0x10, 0x18, 0x11, 0x02));
  fc.assert(
    fc.property(fc.array(packet, { minLength: 1, maxLength: 60 }), (packets) => {
      renew(RECORD);
      for (const [side, flags] of packets) addToRuns(RECORD, side, flags);
      expect(sequences.of(connection, 0)).toBe(folded(packets));
    }),
  );
});

test("what comes after the end does not push the end out", () => {
  renew(RECORD);
  for (let sent = 0; sent < 50; sent++) addToRuns(RECORD, sent % 2, 0x10);
  addToRuns(RECORD, 1, 0x04);
  for (let sent = 0; sent < 40; sent++) addToRunsLate(RECORD, sent % 2, sent % 2 ? 0x10 : 0x04);
  expect(sequences.of(connection, 0)).toBe(
    ">[.] <[.] >[.] <[.] >[.] <[.] >[.] <[.] …×39 <[.] >[.] <[.] <[R] >[R] <[.] >[R] <[.] …×36",
  );
});

test("an end that was none: the packets after it are left out in the middle", () => {
  renew(RECORD);
  addToRuns(RECORD, 0, 0x02);
  addToRuns(RECORD, 1, 0x04);
  for (let sent = 0; sent < 10; sent++) addToRunsLate(RECORD, sent % 2, 0x10);
  resumeRuns(RECORD);
  addToRuns(RECORD, 0, 0x18);
  expect(sequences.of(connection, 0)).toBe(">[S] <[R] >[.] <[.] >[.] <[.] …×6 >[P.]");
});

test("the client's packets point to the right, whichever side it is", () => {
  renew(RECORD);
  addToRuns(RECORD, 1, 0x02);
  addToRuns(RECORD, 0, 0x12);
  expect(sequences.of(connection, 1)).toBe(">[S] <[S.]");
});

test("a run of more packets than a count holds is one run still", () => {
  renew(RECORD);
  const packets = (1 << 22) + 5;
  for (let sent = 0; sent < packets; sent++) addToRuns(RECORD, 0, 0x10);
  expect(sequences.of(connection, 0)).toBe(`>[.]×${packets}`);
});

test.each([
  [0x02, "S"],
  [0x12, "S."],
  [0x18, "P."],
  [0x11, "F."],
  [0x04, "R"],
  [0x14, "R."],
  [0xc2, "SEW"],
  [0x52, "S.E"],
  [0x38, "P.U"],
  [0x00, "none"],
  [0x1ff, "FSRP.UEWe"],
])("flags %i are [%s], as tcpdump prints them", (flags, text) => {
  expect(flagsText(flags)).toBe(text);
});
