import { expect, test } from "vitest";
import { agreeText } from "./matrix-agree.js";

test("says which cells differ, and nothing of an id that could control the terminal", () => {
  const cell = { id: "withdraw\u001b[2J", verdict: "pass", survived: 3, connections: 4 };
  const differ = [{ cell, other: { ...cell, verdict: "fail", survived: 1 } }];
  const compared = { agree: [], differ, unknown: [] } as unknown as Parameters<typeof agreeText>[0];
  expect(agreeText(compared)).toBe(
    "withdraw [2J: pass, 3 of 4 survived, or fail, 1 of 4\n0 cells agree, 1 differ; 0 were not judged in both\n",
  );
});
