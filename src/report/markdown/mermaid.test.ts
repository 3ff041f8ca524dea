import fc from "fast-check";
import { expect, it } from "vitest";
import { hostile } from "../fixtures/hostile.js";
import { RUN_DOCUMENT } from "../fixtures/run-document.js";
import { SHIFT } from "../fixtures/shift-case.js";
import { mermaidLines } from "./mermaid.js";

const ladder = SHIFT.ladders[0];
if (!ladder) throw new Error("the fixture has a ladder");

it("draws the shift: the request to another device, and its RST", () => {
  expect(mermaidLines(ladder, SHIFT.events).slice(-4)).toEqual([
    "  Note over P0,P2: withdraw dest1 ordered +1.00 s",
    "  Note over P0,P2: withdraw dest1 seen by hop2 +1.02 s",
    "  P0->>P2: [P.] 83 B at +2.20 s",
    "  P2--xP0: [R] at +2.20 s",
  ]);
});

it("says of a packet that no device is known to have received that it is one", () => {
  const steps = ladder.steps.slice(0, 1).map((step) => ({ ...step, to: step.from }));
  expect(mermaidLines({ ...ladder, steps }, []).at(-1)).toBe(
    "  P0->>P0: [S] to no known device at +0 µs",
  );
});

it("writes a label that is a keyword as text", () => {
  const lifelines = ladder.lifelines.map((lifeline) => ({ ...lifeline, label: "end" }));
  expect(mermaidLines({ ...ladder, lifelines }, [])[1]).toBe("  participant P0 as end ");
});

it("writes nothing but safe signs and entities for any names", () => {
  // Entities aside, a semicolon, a hash or a percent sign would end or open a statement.
  const text = "(?:[\\p{L}\\p{N} .+×[\\]]|#\\d+;)*";
  const line = new RegExp(
    `^(?:sequenceDiagram|  participant P\\d as ${text}|  P\\d(?:->>|--x)P\\d: ${text}|  Note over P0,P\\d: ${text})$`,
    "u",
  );
  const names = fc.oneof(fc.string({ unit: "binary-ascii" }), fc.string({ unit: "binary" }));
  fc.assert(
    fc.property(names, (payload) => {
      for (const { ladders, events } of hostile(RUN_DOCUMENT, payload).cases) {
        for (const one of ladders) {
          for (const written of mermaidLines(one, events)) expect(written).toMatch(line);
        }
      }
    }),
    { numRuns: 50, examples: [["\nend; %%{init: {}}%% #35; A->>B: <b>"]] },
  );
});
