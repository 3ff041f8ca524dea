import { expect, test } from "vitest";
import { formatError } from "../core/index.js";
import { loadScenario } from "../topology/index.js";
import { EVENTS, eventExamples, eventStep } from "./event-step.js";

function said(line: string): string {
  const loaded = loadScenario("scenarios/article/05-shift.yaml", "topologies");
  if (Array.isArray(loaded)) throw new Error(loaded.join());
  const [name = "", ...args] = line.split(" ");
  const step = eventStep(name, args, loaded.lab);
  return Array.isArray(step) ? step.map(formatError).join("\n") : JSON.stringify(step);
}

test.each([
  ["withdraw dest1", { do: "withdraw", device: "dest1" }],
  ["link-down hop2 hop3a", { do: "link-down", link: ["hop2", "hop3a"] }],
  ["flap dest1 2 1s 500ms", { do: "flap", device: "dest1", times: 2, down: 1000, up: 500 }],
  ["drop hop2 1200ms", { do: "drop", node: "hop2", for: 1200, background: false }],
])("%s is a step of a scenario", (line, step) => {
  expect(JSON.parse(said(line))).toEqual(step);
});

test("every event has an example, which the article's lab takes", () => {
  const examples = eventExamples().map((line) => line.split(/ {2,}/, 1)[0] ?? "");
  expect(examples.map((example) => example.split(" ")[0])).toEqual(EVENTS);
  for (const example of examples) expect(said(example)).toMatch(/^\{"do":/);
});

test("only words that an event by hand can mean are offered", () => {
  expect(said("withdraw dest9")).toMatch(/expected a device, first, middle or last\n/);
  expect(said("announce dest9")).toMatch(/expected a device\n/);
});

test.each([
  ["an unknown device", "withdraw dest9", /device: article has no node dest9.*\n.*dest1, dest2/],
  ["an unknown node", "drop dest9 200ms", /node: article has no node dest9.*\n.*hop1/],
  ["a node that is no neighbour", "prepend hop3a dest2 1", /towards: .*no BGP session.*\n.*dest1/],
  ["a router for a device", "announce hop2", /device: hop2 is a hop; expected a device/],
  ["an origin for a device", "drain origin", /device: origin is an origin; expected a device/],
  ["a device for a hop", "reject dest1 1s", /node: dest1 is a device; expected a hop/],
  ["a word for what served", "withdraw serving", /device: serving means what .*\n.*name a device$/],
  [
    "a word for what withdrew",
    "announce withdrawn",
    /device: withdrawn means .*\n.*name a device$/,
  ],
  ["a member that is to announce", "announce first", /expected a device, .* announce already/],
  ["a missing argument", "withdraw", /withdraw: device: missing/],
  ["a missing end of a link", "link-down hop2", /link-down: link: /],
  ["a time that is none", "drop hop2 xx", /drop: for: expected a duration/],
  ["a number out of bounds", "flap dest1 0 1s 1s", /flap: times: expected at least 1/],
  ["a number that is none", "flap dest1 x 1s 1s", /flap: times: expected a number/],
  ["a missing word", "restart dest1", /restart: how: missing; expected kill or reload/],
  ["too many arguments", "withdraw dest1 dest2", /withdraw takes no dest2/],
  ["an event that is none", "withdarw dest1", /no event is named withdarw\n.*mean withdraw/],
])("%s is refused: %s", (_, line, message) => {
  expect(said(line)).toMatch(/^E_USAGE: /);
  expect(said(line)).toMatch(message);
});
