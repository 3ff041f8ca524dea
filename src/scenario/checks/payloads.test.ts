import { expect, test } from "vitest";
import { payloadProblems } from "./payloads.js";
import { sectionsOf } from "./sections.js";

test("a probe sends a payload or asks for one", () => {
  const payloads = [{}, { upload: "1kB" }, { answer: "1kB" }, { upload: "1kB", answer: "1kB" }];
  const traffic = payloads.map((payload, index) => ({
    kind: "held",
    id: `held${index}`,
    count: 1,
    ...payload,
  }));
  expect(payloadProblems(sectionsOf({ traffic })).map(({ message }) => message)).toEqual([
    'the probes of "held3" have an upload already',
  ]);
});
