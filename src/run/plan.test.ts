import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mitigationSchema } from "../scenario/index.js";
import { planned } from "./fixtures/planned.js";
import { CaseQueue, labKey, needsLabOfItsOwn, type PlannedCase } from "./plan.js";

const spoiler = (name: string, topology = "article") =>
  planned(name, { topology, timeline: [{ do: "link-down", link: ["hop2", "hop3a"] }] });

describe("labKey", () => {
  test("is the same for both families and any scenario of a topology", () => {
    expect(labKey(planned("a"))).toBe(labKey(planned("b", { family: 6 })));
  });

  test("differs by topology and by its parameters", () => {
    const keys = [
      planned("a"),
      planned("a", { topology: "fan" }),
      planned("a", { topology: "fan", parameters: { devices: 4 } }),
    ].map(labKey);
    expect(new Set(keys).size).toBe(3);
  });
});

test("needsLabOfItsOwn: after an event that spoils a lab, or the commands of a mitigation", () => {
  const own = mitigationSchema.parse({ name: "a sysctl", at: { hop2: { commands: [["true"]] } } });
  expect(needsLabOfItsOwn(planned("a"))).toBe(false);
  expect(needsLabOfItsOwn(spoiler("down"))).toBe(true);
  expect(needsLabOfItsOwn(planned("own", { mitigation: own }))).toBe(true);
});

describe("CaseQueue", () => {
  const ids = (cases: PlannedCase[]) => cases.map(({ id }) => id);

  test("deploys first what most cases wait for", () => {
    const queue = new CaseQueue([
      planned("a"),
      planned("b", { topology: "fan" }),
      planned("c", { topology: "fan" }),
    ]);
    expect(queue.takeAny()?.id).toBe("b-v4");
  });

  test("leaves cases that spoil the lab to the end", () => {
    const queue = new CaseQueue([spoiler("down"), planned("a"), planned("b")]);
    const key = labKey(planned("a"));
    expect(queue.takeAny()?.id).toBe("a-v4");
    expect(queue.takeFor(key)?.id).toBe("b-v4");
    const last = queue.takeFor(key);
    expect(last?.id).toBe("down-v4");
    expect(last && needsLabOfItsOwn(last)).toBe(true);
    expect(queue.takeFor(key)).toBeUndefined();
  });

  test("gives nothing for another kind of lab", () => {
    const queue = new CaseQueue([planned("a")]);
    expect(queue.takeFor(labKey(planned("x", { topology: "fan" })))).toBeUndefined();
    expect(ids(queue.takeAll())).toEqual(["a-v4"]);
    expect(queue.takeAny()).toBeUndefined();
  });

  test("gives out every case once, whoever asks", () => {
    const kinds = fc.array(
      fc.record({ topology: fc.constantFrom("article", "fan", "other"), spoils: fc.boolean() }),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(kinds, fc.infiniteStream(fc.boolean()), (made, choices) => {
        const cases = made.map(({ topology, spoils }, index) =>
          spoils ? spoiler(`c${index}`, topology) : planned(`c${index}`, { topology }),
        );
        const queue = new CaseQueue(cases);
        const taken: PlannedCase[] = [];
        for (let next = queue.takeAny(); next; ) {
          taken.push(next);
          const again = choices.next().value === true ? queue.takeFor(labKey(next)) : undefined;
          next = again ?? queue.takeAny();
        }
        expect(ids(taken).sort()).toEqual(ids(cases).sort());
      }),
    );
  });
});
