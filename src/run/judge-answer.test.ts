import { deserialize, serialize } from "node:v8";
import { expect, test } from "vitest";
import { ShiftError } from "../core/index.js";
import { planned, resultOf } from "./fixtures/planned.js";
import { failedAnswer, type JudgeAnswer, resultIn } from "./judge-answer.js";

/** An answer as it comes out at the other process. */
const sent = (answer: JudgeAnswer) => deserialize(serialize(answer)) as JudgeAnswer;

test("a result crosses as it is", () => {
  const result = resultOf(planned("one"), "pass");
  expect(resultIn(sent({ result }))).toEqual(result);
});

test("an error of ours keeps its class, code, hint and place", () => {
  const place = { file: "a.pcap", line: 3 };
  const init = { code: "E_CAPTURE_FORMAT", message: "no capture", hint: "look", place } as const;
  const told = () => resultIn(sent(failedAnswer(new ShiftError(init))));
  expect(told).toThrow(ShiftError);
  expect(told).toThrow(expect.objectContaining(init));
  const bare = new ShiftError({ code: "E_BUG", message: "x" });
  expect(() => resultIn(sent(failedAnswer(bare)))).toThrow(
    expect.objectContaining({ code: "E_BUG" }),
  );
});

test("any other error keeps its message and stack", () => {
  const error = new RangeError("far");
  const { stack } = error;
  expect(() => resultIn(sent(failedAnswer(error)))).toThrow(
    expect.objectContaining({ message: "far", stack }),
  );
});
