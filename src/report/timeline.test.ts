import { expect, it } from "vitest";
import type { Ladder } from "../verdict/index.js";
import { at } from "./fixtures/parts.js";
import { SHIFT } from "./fixtures/shift-case.js";
import { lifelinesOf, timelineOf } from "./timeline.js";

const ladder = SHIFT.ladders[0];
if (!ladder) throw new Error("the fixture has a ladder");

/** Numbers of packets, and texts of events. */
function momentsOf(one: Ladder): (number | string)[] {
  return timelineOf(one, SHIFT.events).map((moment) =>
    moment.kind === "event" ? moment.text : moment.number,
  );
}

it("puts the events between the packets that they fell between", () => {
  expect(momentsOf(ladder)).toEqual([
    ...[1, 2, 3, 4, 5, 6, 7],
    "withdraw dest1 ordered",
    "withdraw dest1 seen by hop2",
    ...[8, 9],
  ]);
});

it("says of an event what it left without a path", () => {
  const [event] = SHIFT.events;
  if (!event) throw new Error("the fixture has an event");
  const moments = timelineOf(ladder, [{ ...event, unreached: ["dest1", "dest3"] }]);
  expect(moments.flatMap((one) => (one.kind === "event" ? one.text : []))).toContain(
    "withdraw dest1 seen by hop2, no path to dest1, dest3",
  );
});

it("leaves out what happened before the first or after the last packet", () => {
  const [event] = SHIFT.events;
  if (!event) throw new Error("the fixture has an event");
  const outside = { ...event, orderedWallNs: at(-1), seenWallNs: at(2_201_903) };
  expect(timelineOf(ladder, [outside]).every(({ kind }) => kind === "packet")).toBe(true);
  const within = { ...event, orderedWallNs: at(0), seenWallNs: at(2_201_902) };
  expect(timelineOf(ladder, [within]).filter(({ kind }) => kind === "event")).toHaveLength(2);
});

it("keeps the numbers of the tcpdump lines when packets are out of order", () => {
  const [first, second] = ladder.steps;
  if (!first || !second) throw new Error("the fixture has steps");
  const swapped = { ...ladder, steps: [second, first] };
  const numbers = timelineOf(swapped, []).map(
    (moment) => moment.kind === "packet" && moment.number,
  );
  expect(numbers).toEqual([2, 1]);
});

it("finds the events between packets that are out of order", () => {
  const reversed = { ...ladder, steps: ladder.steps.toReversed() };
  expect(momentsOf(reversed)).toEqual([
    ...[9, 8, 7, 6, 5, 4, 3],
    "withdraw dest1 ordered",
    "withdraw dest1 seen by hop2",
    ...[2, 1],
  ]);
});

it("has no moments without packets", () => {
  expect(timelineOf({ ...ladder, steps: [] }, SHIFT.events)).toEqual([]);
});

it("adds a lifeline for an end that the ladder does not list", () => {
  const bare = { ...ladder, lifelines: ladder.lifelines.slice(0, 2) };
  expect(lifelinesOf(bare).map(({ id }) => id)).toEqual(["origin", "dest1", "dest2"]);
  const steps = ladder.steps.map((step) =>
    step.from === "origin" ? { ...step, to: "far" } : step,
  );
  expect(lifelinesOf({ ...bare, steps })).toContainEqual({ id: "far", label: "far" });
});
