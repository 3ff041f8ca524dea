import { describe, expect, test } from "vitest";
import { scenarioSchema } from "../scenario/index.js";
import { controlOf, controls, holdToControls, needsControl } from "./control.js";
import { type PlannedParts, planned, resultOf } from "./fixtures/planned.js";
import { labKey } from "./plan.js";

const HELD = { kind: "held", to: "anycast", count: 10, timeout: 3000 } as const;

describe("controlOf", () => {
  const scenario = planned("shift", {
    family: 6,
    conditions: [{ kind: "packet-spray", node: "hop2" }],
    traffic: [
      { ...HELD, id: "early", sources: "one", later: false },
      { ...HELD, id: "late", sources: "one", later: true },
      { ...HELD, id: "again", sources: "one", later: true, portsOf: "early" },
    ],
    timeline: [
      { do: "probe", traffic: "early", background: false },
      { do: "withdraw", device: "serving", after: 100 },
      { do: "open", traffic: "late" },
      { do: "probe", traffic: "late", background: false },
    ],
  });
  const control = controlOf(scenario);

  test("does nothing to the lab and keeps the probes", () => {
    expect(control.scenario.conditions).toEqual([]);
    expect(control.scenario.timeline).toEqual([
      { do: "probe", traffic: "early", background: false },
      { do: "probe", traffic: "late", background: false },
    ]);
  });

  test("opens all traffic at once and expects each to close", () => {
    expect(control.scenario.traffic).toMatchObject([
      { id: "early", sources: "one", later: false },
      { id: "late", sources: "one", later: false },
      { id: "again", sources: "one", later: false },
    ]);
    expect(control.scenario.traffic[2]).not.toHaveProperty("portsOf");
    expect(control.scenario.expect).toEqual([
      { that: "every-connection", of: "early", is: "closed" },
      { that: "every-connection", of: "late", is: "closed" },
      { that: "every-connection", of: "again", is: "closed" },
    ]);
  });

  test("is a scenario by the schema, controls the case in the same lab, and leaves it as it was", () => {
    expect(scenarioSchema.shape.name.safeParse(control.scenario.name).success).toBe(true);
    expect(control.id).toBe("shift-control-v6");
    expect(labKey(control)).toBe(labKey(scenario));
    expect(controls(control, scenario)).toBe(true);
    expect(scenario.scenario.timeline).toHaveLength(4);
    expect(scenario.scenario.control).toBe(false);
  });
});

describe("needsControl", () => {
  const closed = { that: "every-connection", of: "download", is: "closed" } as const;
  const quiet = { timeline: [], expect: [closed] };
  const probe = { do: "probe", traffic: "download", background: false } as const;
  const withdraw = { do: "withdraw", device: "serving" } as const;

  test.each([
    ["is a control", { control: true, timeline: [withdraw] }, false],
    ["only has to close", quiet, false],
    [
      "only has to close, in a lab of its own making",
      {
        ...quiet,
        conditions: [{ kind: "packet-spray", node: "hop2" }],
      },
      false,
    ],
    ["has to close, and is probed", { ...quiet, timeline: [probe] }, false],
    ["has to close in spite of an event", { ...quiet, timeline: [probe, withdraw] }, true],
    ["has to close with a mitigation", { ...quiet, mitigation: "l3-hash" }, true],
    [
      "has to break by its conditions alone",
      {
        ...quiet,
        expect: [closed, { that: "every-connection", of: "download", is: "reset" }],
      },
      true,
    ],
  ] as [string, PlannedParts, boolean][])("of a case that %s", (_, parts, expected) => {
    expect(needsControl(planned("case", parts))).toBe(expected);
  });
});

describe("controls", () => {
  const control = planned("control", { control: true });

  test.each([
    ["the same lab and family", planned("shift"), true],
    ["another family", planned("shift", { family: 6 }), false],
    ["another topology", planned("shift", { topology: "fan" }), false],
    ["other parameters", planned("shift", { parameters: { devices: 3 } }), false],
    ["another control", planned("other", { control: true }), false],
  ])("%s: %#", (_, other, expected) => {
    expect(controls(control, other)).toBe(expected);
  });

  test("a case controls nothing", () => {
    expect(controls(planned("shift"), control)).toBe(false);
  });
});

describe("holdToControls", () => {
  const control = planned("control", { control: true });
  const shift = planned("shift");
  const other = planned("shift", { family: 6 });
  const hold = (verdict: "pass" | "fail" | "inconclusive" | undefined, own: "pass" | "fail") => {
    const results = [resultOf(shift, own), resultOf(other, own)];
    if (verdict) results.push(resultOf(control, verdict));
    holdToControls([control, shift, other], results);
    return results;
  };

  test("leaves a case whose control passed", () => {
    expect(hold("pass", "pass")[0]).toMatchObject({ verdict: "pass", reasons: [] });
  });

  test.each([
    ["fail", "its control control-v4 is fail"],
    ["inconclusive", "its control control-v4 is inconclusive"],
    [undefined, "its control control-v4 did not run"],
  ] as const)("neither pass nor fail proves anything when the control is %s", (verdict, reason) => {
    const unproven = { verdict: "inconclusive", reasons: [reason] };
    expect(hold(verdict, "pass")[0]).toMatchObject(unproven);
    expect(hold(verdict, "fail")[0]).toMatchObject(unproven);
  });

  test("the control that broke is the first reason: it decides, and no expectation that failed", () => {
    const failed = { ...resultOf(shift, "fail"), reasons: ["every connection closed: 0 of 1"] };
    holdToControls([control, shift], [failed]);
    expect(failed.reasons[0]).toBe("its control control-v4 did not run");
  });

  test("cases of another family are not touched", () => {
    expect(hold("fail", "fail")[1]).toMatchObject({ verdict: "fail", reasons: [] });
    expect(hold("fail", "pass")[1]?.verdict).toBe("pass");
  });
});
