import { ShiftError } from "../core/index.js";
import { type Step, suggest } from "../scenario/index.js";
import { checkStep, type Lab } from "../topology/index.js";

// What the arguments of an event are called in a scenario, in the order in which they are given.
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  withdraw: ["device"],
  announce: ["device"],
  flap: ["device", "times", "down", "up"],
  "link-down": ["link"],
  "link-up": ["link"],
  prepend: ["node", "towards", "times"],
  drain: ["device"],
  drop: ["node", "for"],
  reject: ["node", "for"],
  restart: ["device", "how"],
} satisfies Partial<Record<Step["do"], readonly string[]>>;

/** The events that can be done by hand. */
export const EVENTS = Object.keys(ARGUMENTS);

/** An event of the command line as a step that fits a lab, or an E_USAGE for everything that a scenario's step would be refused for. */
export function eventStep(name: string, args: readonly string[], lab: Lab): Step | ShiftError[] {
  const keys = Object.hasOwn(ARGUMENTS, name) ? ARGUMENTS[name] : undefined;
  if (!keys) return [usage(`no event is named ${name}`, suggest(name, EVENTS, "events"))];
  const takesLink = keys.includes("link");
  const last = takesLink ? 2 : keys.length;
  if (args.length > last) {
    return [
      usage(`${name} takes no ${args.slice(last).join(" ")}`, `it takes: ${keys.join(", ")}`),
    ];
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
