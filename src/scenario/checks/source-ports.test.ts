import { expect, test } from "vitest";
import { sectionsOf } from "./sections.js";
import { sourcePortProblems } from "./source-ports.js";

const held = (id: string, more: object = {}) => ({ kind: "held", id, count: 1, ...more });

/** What is said where `again` uses the ports of `before`, and these are opened in this order. */
function said(opened: string[], before: object = {}): string[] {
  const traffic = [
    held("before", before),
    held("other", { later: true }),
    held("again", { portsOf: "before", later: true }),
  ];
  const timeline = opened.map((id) => ({ do: "open", traffic: id }));
  const sections = sectionsOf({ traffic, timeline });
  expect([sections.traffic.length, sections.timeline.length]).toEqual([3, opened.length]);
  return sourcePortProblems(sections).map(({ message }) => message);
}

test("ports are left by what was open before, from the start or by a step", () => {
  expect(said(["again"])).toEqual([]);
  expect(said(["other", "before", "again"], { later: true })).toEqual([]);
});

test("none are by what opens afterwards", () => {
  const problem = 'none of "before" can have broken when "again" opens';
  expect(said(["other", "again", "before"], { later: true })).toEqual([problem]);
});
