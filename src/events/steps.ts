import { pause } from "../core/index.js";
import type { Step } from "../scenario/index.js";
import { flapAnycast, setAnycast } from "./announcement.js";
import { runCommand } from "./command.js";
import type { EventContext } from "./context.js";
import { drainDevice } from "./drain.js";
import { dropAnycast, rejectAnycast, silenceDevice } from "./filter.js";
import { setLink } from "./link.js";
import { setPrepending } from "./prepending.js";
import { reseedHop } from "./reseed.js";
import { restartServer } from "./restart.js";
import { carryOut } from "./seen.js";
import { stopDevice } from "./stop.js";
import { setTtl } from "./ttl.js";
import { deviceOf } from "./words.js";

/** True when a step leaves what only a fresh lab is free of: FRR's short groups (docs/findings.md), a user's own change. */
export function spoilsLab(step: Step): boolean {
  return step.do === "link-down" || step.do === "link-up" || step.do === "command";
}

// Steps after which every packet that gets through takes the way it took before: what was foretold still holds.
const KEEPS_WAYS = new Set<Step["do"]>(["open", "drop", "reject"]);

/** Lets the step's own time pass, then carries it out. @throws ShiftError E_EVENT or E_COMMAND. */
export async function performStep(step: Step, context: EventContext): Promise<void> {
  if (step.after !== undefined) await pause(step.after, context.signal);
  if (step.do === "probe") await context.oracle?.ask();
  else if (!KEEPS_WAYS.has(step.do)) context.oracle?.expire();
  switch (step.do) {
    case "withdraw":
    case "announce":
      return setAnycast(context, await deviceOf(step.device, context), step.do === "announce");
    case "flap":
      return flapAnycast(context, await deviceOf(step.device, context), step);
    case "link-down":
    case "link-up":
      return setLink(context, step.link, step.do === "link-up");
    case "silence":
      return silenceDevice(context, await deviceOf(step.device, context));
    case "drain":
      return drainDevice(context, await deviceOf(step.device, context), step.within);
    case "prepend":
      return setPrepending(context, step.node, step.towards, step.times);
    case "reseed":
      return reseedHop(context, step.node);
    case "drop":
      return dropAnycast(context, step);
    case "reject":
      return rejectAnycast(context, step);
    case "restart":
      return restartServer(context, await deviceOf(step.device, context), step.how);
    case "stop":
      return stopDevice(context, await deviceOf(step.device, context));
    case "ttl":
      return setTtl(context, step);
    case "command":
      return runCommand(context, step);
    case "open":
      await carryOut(context, { event: "open", target: step.traffic }, () =>
        context.open(step.traffic),
      );
      return context.oracle?.ask();
    case "abort":
      return carryOut(context, { event: "abort", target: step.traffic }, () =>
        context.abort(step.traffic),
      );
    case "probe":
      return carryOut(context, { event: "probe", target: step.traffic }, () =>
        context.probe(step.traffic, step.background),
      );
  }
}
