import { messageOf, pause, ShiftError } from "../core/index.js";
import { anycastLines, configure } from "../routers/index.js";
import { nodeOf } from "../topology/index.js";
import type { EventContext } from "./context.js";
import { devicesWithoutPath } from "./paths.js";
import { aboutAddress, carryOut } from "./seen.js";
import { isCutOff, routersToShow } from "./shown.js";

// What bgpd says to the removal of a network that it does not have (FRR, bgpd/bgp_route.c, bgp_static_unset).
const NOT_ANNOUNCED = "Can't find static route specified";

/** Withdraws and announces a device again and again, with milliseconds to wait after each. */
export async function flapAnycast(
  context: EventContext,
  device: string,
  { times, down, up }: { times: number; down: number; up: number },
): Promise<void> {
  for (let time = 0; time < times; time++) {
    await setAnycast(context, device, false);
    await pause(down, context.signal);
    await setAnycast(context, device, true);
    await pause(up, context.signal);
  }
}

/**
 * Lets a device announce the anycast prefix, or withdraw it; it announces again at the end of the case.
 * @throws ShiftError E_EVENT where it has withdrawn before
 */
export async function setAnycast(
  context: EventContext,
  device: string,
  announce: boolean,
): Promise<void> {
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
      mayStay: isCutOff(device, context),
    },
    ...(announce && wasLeftOut
      ? { over: (_, since) => devicesWithoutPath([device], [device], context, since) }
      : {}),
  });
}
