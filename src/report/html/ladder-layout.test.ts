import fc from "fast-check";
import { expect, it } from "vitest";
import { ARTICLE_LIFELINES, at } from "../fixtures/parts.js";
import { SHIFT } from "../fixtures/shift-case.js";
import { layoutLadder } from "./ladder-layout.js";

const ladder = SHIFT.ladders[0];
const step = ladder?.steps[0];
if (!ladder || !step) throw new Error("the fixture has a ladder");

it("folds the long pauses and tells how long they were", () => {
  const layout = layoutLadder(ladder, SHIFT.events);
  expect(layout.folds.map(({ text }) => text)).toEqual(["999.7 ms", "21.7 ms", "1.18 s"]);
  expect(layout.events.map(({ after }) => after)).toEqual(["1.000204", "1.021877"]);
  expect(layout.arrows.at(-1)).toMatchObject({ number: 9, reset: true, after: "2.201902" });
});

it("draws short pauses to one scale", () => {
  const times = [0, 100, 250, 450].map((us) => ({ ...step, wallNs: at(us) }));
  const [a, b, c, d] = layoutLadder({ ...ladder, steps: times }, []).arrows.map(({ y }) => y);
  const perMicrosecond = (Number(c) - Number(b)) / 150;
  expect(Number(d) - Number(c)).toBeCloseTo(200 * perMicrosecond, 0);
  // The shortest gets the least height in which a label still fits, which is more than its share.
  expect(Number(b) - Number(a)).toBeGreaterThanOrEqual(100 * perMicrosecond);
});

it("stops the arrow of a packet that reached no device on its way", () => {
  const lost = {
    ...ladder,
    lifelines: ARTICLE_LIFELINES.slice(0, 1),
    steps: [{ ...step, to: "origin" }],
  };
  const layout = layoutLadder(lost, []);
  const [arrow] = layout.arrows;
  expect(arrow?.x2).toBeGreaterThan(Number(arrow?.x1));
  expect(arrow?.x2).toBeLessThan(layout.width);
  // About half of `[P.] 1448 B ×4`: it stands between the lifeline and the edge, on neither.
  const half = 55;
  expect(Number(arrow?.labelX) - half).toBeGreaterThan(Number(arrow?.x1));
  expect(Number(arrow?.labelX) + half).toBeLessThan(layout.width);
});

it("never lets two rows touch, nor an arrow leave the drawing", () => {
  const times = fc.array(fc.nat(10_000_000), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(times, (microseconds) => {
      const steps = microseconds.map((us) => ({ ...step, wallNs: at(us) }));
      const layout = layoutLadder({ ...ladder, steps }, SHIFT.events);
      expect(layout.arrows.length).toBe(steps.length);
      const rows = [...layout.arrows, ...layout.events].map(({ y }) => y).sort((a, b) => a - b);
      rows.forEach((y, index) => {
        if (index > 0) expect(y - Number(rows[index - 1])).toBeGreaterThanOrEqual(28);
      });
      expect(Math.max(...rows)).toBeLessThan(layout.height);
      for (const { x1, x2 } of layout.arrows) expect(Math.max(x1, x2)).toBeLessThan(layout.width);
    }),
  );
});
