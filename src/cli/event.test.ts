import { expect, test } from "vitest";
import { eventCommand, whatCame } from "./event.js";

test("an IP version that is none is refused before a lab is looked for", async () => {
  const command = eventCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  const argv = ["withdraw", "dest1", "--family", "7"];
  await expect(command.parseAsync(argv, { from: "user" })).rejects.toThrow("--family");
});

const done = { event: "withdraw", target: "dest1", orderedWallNs: "1000000", orderedMonoNs: "0" };

test.each([
  ["done, no route is to change", {}],
  ["not seen in the FIB of hop2", { router: "hop2" }],
  ["done, the route of hop2 stays as it was", { router: "hop2", stays: true as const }],
  [
    "2.5 ms later at hop2: 203.0.113.10",
    { router: "hop2", seenWallNs: "3500000", seen: "203.0.113.10" },
  ],
])("an event is told as %s", (words, parts) => {
  expect(whatCame({ ...done, ...parts })).toBe(words);
});

test("a link that came up says which devices have no path", () => {
  const seen = { router: "core", seenWallNs: "3500000", seen: "5: eth4", unreached: ["dest2"] };
  expect(whatCame({ ...done, ...seen })).toMatch(/: 5: eth4; no path to dest2, /);
});
