import { expect, test } from "vitest";
import { ShiftError } from "../core/index.js";
import { inFileOrder } from "./problem.js";

const at = (place: string) => {
  const [file = "", line, col] = place.split(":");
  return new ShiftError({
    code: "E_SCENARIO_SCHEMA",
    message: place,
    place: { file, line: Number(line), col: Number(col) },
  });
};

test("errors stand in the order of their files, and of the lines and columns of each", () => {
  const errors = ["b.yaml:5:1", "a.yaml:1:1", "b.yaml:2:9", "b.yaml:2:3", "a.yaml:1:1"].map(at);
  const nowhere = new ShiftError({ code: "E_FILE", message: "nowhere" });
  expect(inFileOrder([...errors, nowhere]).map(({ message }) => message)).toEqual([
    "b.yaml:2:3",
    "b.yaml:2:9",
    "b.yaml:5:1",
    "a.yaml:1:1",
    "a.yaml:1:1",
    "nowhere",
  ]);
});
