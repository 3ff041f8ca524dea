import { describe, expect, test } from "vitest";
import { scenarioSchema } from "../scenario/index.js";
import { controlOf, controls, needsControl, tiesOf } from "./control.js";
import { type PlannedParts, planned } from "./fixtures/planned.js";
import { labKey, type PlannedCase } from "./plan.js";

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

  test("tells of itself what it is, and not of what happens in the case", () => {
    expect(control.scenario.about).toMatch(/^No event and no mitigation/);
  });

  test("does nothing to the lab and keeps the probes", () => {
    expect(control.scenario.conditions).toEqual([]);
    expect(control.scenario.timeline).toEqual([
      { do: "probe", traffic: "early", background: false },
      { do: "probe", traffic: "late", background: false },
    ]);
  });

  test("leaves a hash under which iperf 3 works as it is", () => {
    const key = "net.ipv4.fib_multipath_hash_policy";
    const hash = { kind: "sysctl", node: "hop2", key, value: 0 } as const;
    const spray = { kind: "packet-spray", node: "hop2" } as const;
    const conditionsWith = (version: 2 | 3) =>
      controlOf(
        planned("shift", {
          conditions: [hash, spray],
          traffic: [
            { kind: "iperf", id: "streams", to: "anycast", version, streams: 4, seconds: 2 },
          ],
        }),
      ).scenario.conditions;
    expect(conditionsWith(3)).toEqual([hash]);
    expect(conditionsWith(2)).toEqual([]);
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

test("a case is tied to every control of its lab and family, and a control to none", () => {
  const cases = [
    planned("control", { control: true }),
    planned("other-control", { control: true }),
    planned("control", { control: true, family: 6 }),
    planned("shift"),
  ];
  const ids = (one: PlannedCase | undefined) => one && tiesOf(one, cases).controls;
  expect(ids(cases[3])).toEqual(["control-v4", "other-control-v4"]);
  expect(ids(cases[0])).toEqual([]);
});

test("a case that is validated is tied to its bounds", () => {
  const words = { mitigation: "one", cost: "", notAgainst: null };
  const plan = { ...words, without: "shift-bare-v4", bounds: { lost: 0.5 } };
  const validated: PlannedCase = { ...planned("shift"), plan };
  expect(tiesOf(validated, [validated])).toEqual({ controls: [], plan });
  expect(tiesOf(planned("shift"), [])).not.toHaveProperty("plan");
});
