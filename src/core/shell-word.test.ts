import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { shellWord } from "./shell-word.js";

test.each(["plain/file-1.yaml", "two words", "it's", "$HOME", "`id`", "", "a\nb", "~", "ä"])(
  "a shell reads %j as one word, as it is",
  (text) => {
    const command = `printf %s ${shellWord(text)} end`;
    expect(execFileSync("bash", ["-c", command], { encoding: "utf8" })).toBe(`${text}end`);
  },
);

test("what needs no quotes has none", () => {
  expect(shellWord("results/plan/lab.clab.yml")).toBe("results/plan/lab.clab.yml");
});
