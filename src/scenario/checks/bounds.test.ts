import { expect, test } from "vitest";
import { scenarioProblems } from "./index.js";
import { sectionsOf } from "./sections.js";

const bounds = { lost: "<= 1%" };
const said = (scenario: object) => scenarioProblems(sectionsOf(scenario)).map(({ path }) => path);

test("bounds need a mitigation, of the catalogue or of one's own", () => {
  expect(said({})).toEqual([]);
  expect(said({ bounds })).toEqual([["bounds"]]);
  expect(said({ bounds, mitigation: "drain" })).toEqual([]);
  expect(said({ bounds, mitigation: { name: "own", at: {} } })).toEqual([]);
});
