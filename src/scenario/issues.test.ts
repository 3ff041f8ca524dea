import { expect, test } from "vitest";
import { z } from "zod";
import { schemaProblems } from "./issues.js";
import { scenarioSchema } from "./schema.js";
import { stepSchema } from "./step-schema.js";

/** What is said of a step, and what to do. */
function told(step: object): string[] {
  const { error } = stepSchema.safeParse(step);
  return error
    ? schemaProblems(error, stepSchema, step).map(({ message, hint }) => `${message}; ${hint}`)
    : [];
}

test.each([-4, 101])("%s among the words of a command wants quotes", (word) => {
  const step = { do: "command", node: "core", run: ["ip", word, "route"] };
  expect(told(step)).toEqual([
    expect.stringContaining(`text, in quotes where YAML takes it for a number, received ${word};`),
  ]);
  expect(told({ ...step, run: ["ip", `${word}`, "route"] })).toEqual([]);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY])("%s is named as what it is", (times) => {
  expect(told({ do: "flap", device: "first", times, down: "1s", up: "1s" })).toEqual([
    expect.stringContaining(`, received ${times};`),
  ]);
});

test.each(["first", "middle", "last"])("%s announces already", (device) => {
  expect(told({ do: "announce", device })).toEqual([
    expect.stringMatching(/^expected a device, serving or withdrawn: .* announce already/),
  ]);
  expect(told({ do: "withdraw", device })).toEqual([]);
});

test("a block that may stand instead of a word is told of its own keys", () => {
  const mitigation = { name: 5, at: {}, chekc: [] };
  const scenario = z.strictObject({ mitigation: scenarioSchema.shape.mitigation });
  const { error } = scenario.safeParse({ mitigation });
  const problems = error ? schemaProblems(error, scenario, { mitigation }) : [];
  expect(problems.map(({ path, message }) => `${path.join(".")}: ${message}`)).toEqual([
    "mitigation.name: expected text, received 5",
    "mitigation.chekc: unknown key",
  ]);
  expect(problems[1]?.hint).toBe("did you mean check? keys: name, cost, at, check");
});
