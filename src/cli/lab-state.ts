import { FAMILIES } from "../core/index.js";
import { linksUp } from "../driver/index.js";
import { type DeviceInFamily, devicesLeftOut } from "../events/index.js";
import type { openHeldLab } from "../run/index.js";
import { nodesOf } from "../topology/index.js";

/** What of a lab that is up is not as it was brought up, whoever did it. */
export interface LabState {
  /** Nodes that ended; with one of them gone the others are not asked. */
  ended: string[];
  /** Ends of links that are down. */
  linksDown: { node: string; towards: string }[];
  /** Devices that the routers forward nothing to. */
  withoutPath: DeviceInFamily[];
}

/** Asks the nodes of a lab how it is. @throws ShiftError E_COMMAND when one cannot be asked. */
export async function labState({
  lab,
  running,
}: ReturnType<typeof openHeldLab>): Promise<LabState> {
  const ended = running.deadNodes();
  if (ended.length > 0) return { ended, linksDown: [], withoutPath: [] };
  const down = await Promise.all(
    lab.nodes.map(async ({ name, interfaces }) => {
      const up = await linksUp(running.node(name));
      return interfaces
        .filter((one) => !up.includes(one.name))
        .map(({ peer }) => ({ node: name, towards: peer.node }));
    }),
  );
  const devices = nodesOf(lab, "device").map(({ name }) => name);
  return {
    ended,
    linksDown: down.flat(),
    withoutPath: await devicesLeftOut(devices, FAMILIES, running),
  };
}

/** The same in words; none for a lab that is as it was brought up. */
export function stateWords({ ended, linksDown, withoutPath }: LabState): string[] {
  return [
    ...(ended.length > 0 ? [`${ended.join(", ")} ended`] : []),
    ...linksDown.map(({ node, towards }) => `${node} has its link to ${towards} down`),
    ...withoutPath.map(({ device, family }) => `no IPv${family} path to ${device}`),
  ];
}
