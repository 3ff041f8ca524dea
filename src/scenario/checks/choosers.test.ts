import { expect, test } from "vitest";
import { chooserProblems } from "./choosers.js";
import { sectionsOf } from "./sections.js";

/** What is said of conditions such as `balance hop1, packet-spray hop2`. */
function said(list: string): string[] {
  const conditions = list.split(", ").map((text) => {
    const [kind, node] = text.split(" ");
    return { kind, node, ...(kind === "sysctl" && { key: "net.core.somaxconn", value: 1 }) };
  });
  const sections = sectionsOf({ conditions });
  expect(sections.conditions.length).toBe(conditions.length);
  return chooserProblems(sections).map(({ path, message }) => `${path.join(".")}: ${message}`);
}

test.each([
  "balance hop1, balance hop2, packet-spray core",
  "balance hop1, sysctl hop1, sysctl hop1",
])("%s can be in force together", (list) => expect(said(list)).toEqual([]));

test.each([
  ["balance hop1, balance hop1", ["conditions.1.node: hop1 chooses by balance already"]],
  [
    "resilient-group hop1, packet-spray hop2, balance hop1, balance hop2",
    [
      "conditions.2.node: hop1 chooses by resilient-group already",
      "conditions.3.node: hop2 chooses by packet-spray already",
    ],
  ],
])("%s cannot", (list, problems) => expect(said(list)).toEqual(problems));
