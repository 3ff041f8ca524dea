import { expect, test } from "vitest";
import { expectationProblems } from "./expectations.js";
import { sectionsOf } from "./sections.js";

/** What is said of an expectation about the held connections `one` when the timeline has these steps. */
function said(...timeline: object[]): string[] {
  const traffic = ["one", "other"].map((id) => ({ kind: "held", id, count: 1, later: true }));
  const expectation = { that: "fates", of: "one" };
  const sections = sectionsOf({ traffic, timeline, expect: [expectation] });
  expect(sections.timeline.length).toBe(timeline.length);
  return expectationProblems(sections).map(({ message }) => message);
}

const WITHDRAW = { do: "withdraw", device: "dest1" };
const at = (verb: string, traffic: string) => ({ do: verb, traffic });

test("held connections are to be used where the lab changes", () => {
  expect(said(at("open", "one"), WITHDRAW, at("probe", "one"))).toEqual([]);
  expect(said(at("open", "one"), WITHDRAW, at("abort", "one"))).toEqual([]);
  const unused = [expect.stringMatching(/^nothing uses the connections of "one"/)];
  expect(said(at("open", "one"), WITHDRAW)).toEqual(unused);
  expect(said(at("open", "one"), WITHDRAW, at("probe", "other"))).toEqual(unused);
  // What they met before they were used no more shows nothing.
  expect(said(at("open", "one"), at("probe", "one"), WITHDRAW)).toEqual(unused);
  expect(said(at("open", "one"), { ...at("probe", "one"), background: true }, WITHDRAW)).toEqual(
    [],
  );
});

test("where it does not change, they need no use", () => {
  const others = ["probe", "abort"].map((verb) => at(verb, "other"));
  expect(said(at("open", "one"), at("open", "other"), ...others)).toEqual([]);
});
