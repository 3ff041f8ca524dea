import { devicesLeftOut } from "../events/index.js";
import type { openHeldLab } from "../run/index.js";
import { nodesOf } from "../topology/index.js";

/**
 * What of a lab that is up is not as it was brought up, whoever did it: ends of links that are down, and devices that the
 * routers forward nothing to.
 */
export async function labState({
  lab,
  running,
}: ReturnType<typeof openHeldLab>): Promise<string[]> {
  const dead = running.deadNodes();
  if (dead.length > 0) return [`${dead.join(", ")} ended`];
  const down = await Promise.all(
    lab.nodes.map(async ({ name, interfaces }) => {
      const links = await running.node(name).exec(["ip", "-brief", "link", "show", "up"]);
      const up = links.split("\n").map((line) => line.split(/[@ ]/, 1)[0]);
      return interfaces
        .filter((one) => !up.includes(one.name))
        .map(({ peer }) => `${name} has its link to ${peer.node} down`);
    }),
  );
  const devices = nodesOf(lab, "device").map(({ name }) => name);
  const leftOut = await Promise.all(
    ([4, 6] as const).map(async (family) => {
      const missing = await devicesLeftOut(devices, { running, family });
      return missing.map((device) => `no IPv${family} path to ${device}`);
    }),
  );
  return [...down.flat(), ...leftOut.flat()];
}
