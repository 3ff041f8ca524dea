import { expect, test } from "vitest";
import { cleanText } from "./clean.js";

test("says what was removed, what could not be, and what was left alone", () => {
  const text = cleanText({ removed: ["container a"], failed: ["file b: busy"], alive: ["1-2-3"] });
  expect(text).toBe(
    "removed container a\ncould not remove file b: busy\nleft alone: run 1-2-3, which is still going on\n",
  );
});

test("says so when there was nothing", () => {
  expect(cleanText({ removed: [], failed: [], alive: [] })).toBe("nothing was left behind\n");
});

test("shows nothing of a command line that could control the terminal", () => {
  const text = cleanText({ removed: ["process 7: sh\u001b[2J"], failed: [], alive: [] });
  expect(text).toBe("removed process 7: sh [2J\n");
});
