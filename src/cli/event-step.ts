import { ShiftError } from "../core/index.js";
import { EARLIER_WORDS, type Step, suggest } from "../scenario/index.js";
import { checkStep, type Lab } from "../topology/index.js";

// The keys of a scenario's step, in the order in which they are given, and an event of the article's lab.
const BY_HAND: Readonly<Record<string, { keys: readonly string[]; example: string }>> = {
  withdraw: { keys: ["device"], example: "dest1" },
  announce: { keys: ["device"], example: "dest1" },
  flap: { keys: ["device", "times", "down", "up"], example: "dest1 3 1s 500ms" },
  "link-down": { keys: ["link"], example: "hop2 hop3a" },
  "link-up": { keys: ["link"], example: "hop2 hop3a" },
  prepend: { keys: ["node", "towards", "times"], example: "hop3a hop2 4" },
  reseed: { keys: ["node"], example: "hop2" },
  drain: { keys: ["device"], example: "dest1" },
  drop: { keys: ["node", "for"], example: "hop2 1200ms" },
  reject: { keys: ["node", "for"], example: "hop2 1200ms" },
  restart: { keys: ["device", "how"], example: "dest1 kill" },
} satisfies Partial<Record<Step["do"], { keys: readonly string[]; example: string }>>;

/** The events that can be done by hand. */
export const EVENTS = Object.keys(BY_HAND);

/** An event of each kind, one a line, with what its arguments are called in a scenario. */
export function eventExamples(): string[] {
  return Object.entries(BY_HAND).map(
    ([name, { keys, example }]) => `${`${name} ${example}`.padEnd(24)}  ${keys.join(", ")}`,
  );
}

/** An event of the command line as a step that fits a lab, or an E_USAGE for everything that a scenario's step would be refused for. */
export function eventStep(name: string, args: readonly string[], lab: Lab): Step | ShiftError[] {
  const keys = Object.hasOwn(BY_HAND, name) ? BY_HAND[name]?.keys : undefined;
  if (!keys) return [usage(`no event is named ${name}`, suggest(name, EVENTS, "events"))];
  const takesLink = keys.includes("link");
  const last = takesLink ? 2 : keys.length;
  if (args.length > last) {
    return [
      usage(`${name} takes no ${args.slice(last).join(" ")}`, `it takes: ${keys.join(", ")}`),
    ];
  }
  const word = keys[0] === "device" ? EARLIER_WORDS.find((one) => one === args[0]) : undefined;
  if (word !== undefined) {
    const why = `${word} means what happened before in a scenario, and an event by hand has none`;
    return [usage(`${name}: device: ${why}`, "name a device")];
  }
  const values = keys.map((key, index) => [key, takesLink ? args : argument(key, args[index])]);
  const step = checkStep({ do: name, ...Object.fromEntries(values) }, lab);
  if (!Array.isArray(step)) return step;
  return step.map(({ path, message, hint }) =>
    usage(`${name}: ${String(path[0])}: ${message}`, hint),
  );
}

function argument(key: string, text: string | undefined): unknown {
  return key === "times" && text !== undefined && /^\d+$/.test(text) ? Number(text) : text;
}

function usage(message: string, hint: string): ShiftError {
  return new ShiftError({ code: "E_USAGE", message, hint });
}
