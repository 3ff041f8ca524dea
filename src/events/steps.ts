import { messageOf, pause, ShiftError } from "../core/index.js";
import { anycastLines, configure, prependTowards, refreshOut } from "../routers/index.js";
import type { Step } from "../scenario/index.js";
import { nodeOf, prependedTimes } from "../topology/index.js";
import { runCommand } from "./command.js";
import type { EventContext } from "./context.js";
import { drainDevice } from "./drain.js";
import { dropAnycast, rejectAnycast, silenceDevice } from "./filter.js";
import { setLink } from "./link.js";
import { devicesWithoutPath } from "./paths.js";
import { restartServer } from "./restart.js";
import { aboutAddress, carryOut } from "./seen.js";
import { leavesRoute, routersToShow } from "./shown.js";
import { stopDevice } from "./stop.js";
import { setTtl } from "./ttl.js";
import { deviceOf } from "./words.js";

/** True when a step leaves what only a fresh lab is free of: FRR's short groups (docs/findings.md), a user's own change. */
export function spoilsLab(step: Step): boolean {
  return step.do === "link-down" || step.do === "link-up" || step.do === "command";
}

// Steps after which every packet that gets through takes the way it took before: what was foretold still holds.
const KEEPS_WAYS = new Set<Step["do"]>(["open", "drop", "reject"]);

// What bgpd says to the removal of a network that it does not have (FRR, bgpd/bgp_route.c, bgp_static_unset).
const NOT_ANNOUNCED = "Can't find static route specified";

/** Lets the step's own time pass, then carries it out. @throws ShiftError E_EVENT or E_COMMAND. */
export async function performStep(step: Step, context: EventContext): Promise<void> {
  if (step.after !== undefined) await pause(step.after, context.signal);
  if (step.do === "probe") await context.oracle?.ask();
  else if (!KEEPS_WAYS.has(step.do)) context.oracle?.expire();
  switch (step.do) {
    case "withdraw":
    case "announce":
      return setAnycast(context, await deviceOf(step.device, context), step.do === "announce");
    case "flap": {
      const device = await deviceOf(step.device, context);
      for (let time = 0; time < step.times; time++) {
        await setAnycast(context, device, false);
        await pause(step.down, context.signal);
        await setAnycast(context, device, true);
        await pause(step.up, context.signal);
      }
      return;
    }
    case "link-down":
    case "link-up":
      return setLink(context, step.link, step.do === "link-up");
    case "silence":
      return silenceDevice(context, await deviceOf(step.device, context));
    case "drain":
      return drainDevice(context, await deviceOf(step.device, context), step.within);
    case "prepend":
      return prepend(context, step.node, step.towards, step.times);
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

async function setAnycast(context: EventContext, device: string, announce: boolean): Promise<void> {
  const { running, family } = context;
  const { lab } = running.spec;
  const shell = running.node(device);
  const lines = (on: boolean) => configure(anycastLines(lab, nodeOf(lab, device), family, on));
  const exec = () =>
    shell.exec(lines(announce)).catch((thrown: unknown) => {
      throw messageOf(thrown).includes(NOT_ANNOUNCED)
        ? new ShiftError({
            code: "E_EVENT",
            message: `${device} has withdrawn already`,
            hint: "let it announce before",
            cause: thrown,
          })
        : thrown;
    });
  if (!announce) {
    context.scope.defer(
      `announcement by ${device}`,
      async () => void (await shell.exec(lines(true))),
    );
  }
  // What a link-up did not bring back an announcement may not either: zebra takes the group for whole.
  const wasLeftOut = context.recorded().some(({ unreached }) => unreached?.includes(device));
  await carryOut(context, { event: announce ? "announce" : "withdraw", target: device }, exec, {
    sight: {
      routers: routersToShow(device, context),
      matches: aboutAddress(lab.vip[family]),
    },
    ...(announce && wasLeftOut
      ? { over: (_, since) => devicesWithoutPath([device], [device], context, since) }
      : {}),
  });
}

async function prepend(
  context: EventContext,
  node: string,
  towards: string,
  times: number,
): Promise<void> {
  const { running, family } = context;
  const { lab } = running.spec;
  const shell = running.node(node);
  const before = prependedTimes(nodeOf(lab, node), towards);
  const set = async (count: number) => {
    await shell.exec(configure(prependTowards(nodeOf(lab, node), towards, count)));
    await shell.exec(refreshOut(4));
    await shell.exec(refreshOut(6));
  };
  context.scope.defer(`prepending at ${node}`, () => set(before));
  const what = { event: "prepend", target: `${node} towards ${towards}`, times };
  await carryOut(context, what, () => set(times), {
    sight: {
      routers: [towards],
      matches: aboutAddress(lab.vip[family]),
      mayStay: leavesRoute(towards, what, context),
    },
  });
}
