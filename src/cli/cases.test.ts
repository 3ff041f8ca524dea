import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { errorsOf, projectPath } from "../core/index.js";
import { casesOf, loadAll } from "./cases.js";
import { onlyNamed } from "./only.js";

const TOPOLOGIES = projectPath("topologies");
const ARTICLE = projectPath("scenarios/article");
const FILES = readdirSync(ARTICLE).map((name) => join(ARTICLE, name));
const SHIFT = join(ARTICLE, "05-shift.yaml");

const shipped = () => loadAll(FILES, TOPOLOGIES);
const idsOf = (cases: ReturnType<typeof onlyNamed>) => cases.map(({ id }) => id);

/** The errors that a function throws. */
function thrownBy(act: () => unknown): unknown[] {
  try {
    act();
  } catch (thrown) {
    return errorsOf(thrown);
  }
  return [];
}

describe("loadAll", () => {
  test("tells the errors of every file at once", () => {
    const files = ["no/a.yaml", SHIFT, "no/b.yaml"];
    expect(thrownBy(() => loadAll(files, TOPOLOGIES))).toMatchObject([
      { code: "E_FILE" },
      { code: "E_FILE" },
    ]);
  });

  test("refuses two scenarios of one name: their captures would share a folder", () => {
    expect(thrownBy(() => loadAll([SHIFT, SHIFT], TOPOLOGIES))).toMatchObject([
      { code: "E_USAGE", message: `${SHIFT} and ${SHIFT} are both named shift` },
    ]);
  });
});

describe("casesOf", () => {
  const scenarios = loadAll([SHIFT], TOPOLOGIES);

  test("has one case for each family of the scenario", () => {
    expect(idsOf(casesOf(scenarios))).toEqual(["shift-v4", "shift-v6"]);
    expect(idsOf(casesOf(scenarios, "6"))).toEqual(["shift-v6"]);
  });

  test("gives every shipped case an id of its own", () => {
    const ids = idsOf(casesOf(shipped()));
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe("onlyNamed", () => {
  test("brings the control of the same lab and family along", () => {
    const all = casesOf(shipped());
    expect(idsOf(onlyNamed(all, ["shift"])).sort()).toEqual([
      "control-v4",
      "control-v6",
      "shift-v4",
      "shift-v6",
    ]);
    expect(idsOf(onlyNamed(casesOf(shipped(), "6"), ["shift"])).sort()).toEqual([
      "control-v6",
      "shift-v6",
    ]);
  });

  test("adds nothing to a control", () => {
    expect(idsOf(onlyNamed(casesOf(shipped(), "4"), ["control"]))).toEqual(["control-v4"]);
  });

  test("names every unknown case and lists the known ones", () => {
    const [refused] = thrownBy(() =>
      onlyNamed(casesOf(shipped(), "4"), ["shift", "shfit", "nothing"]),
    );
    expect(refused).toMatchObject({
      code: "E_USAGE",
      message: "no case shfit, nothing",
      hint: expect.stringContaining("shift"),
    });
  });
});
