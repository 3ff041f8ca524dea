import { ShiftError } from "../../core/index.js";
import type { RunningLab } from "../../driver/index.js";
import type { Condition } from "../../scenario/index.js";
import { interfaceTowards, LINK_MTU, nodeOf, nodesOf } from "../../topology/index.js";
import type { ActiveCondition, ConditionContext } from "../condition.js";

/** Narrows one direction of a link: what the first node sends over it is fragmented or refused above this size. */
export async function narrowLink(
  { link: [from, to], value }: Extract<Condition, { kind: "mtu" }>,
  { running, scope }: ConditionContext,
): Promise<ActiveCondition> {
  const device = interfaceTowards(nodeOf(running.spec.lab, from), to)?.name;
  if (!device)
    throw new ShiftError({ code: "E_EVENT", message: `${from} and ${to} share no link` });
  const setMtu = async (mtu: string) => {
    await running.node(from).exec(["ip", "link", "set", device, "mtu", mtu], { inside: "net" });
  };
  scope.defer(`MTU of ${from}-${to}`, async () => {
    await setMtu(String(LINK_MTU));
    await forgetPathMtu(running);
  });
  await setMtu(String(value));
  return {};
}

// What an end has learnt of a path outlives the link that taught it: for ten minutes (net.ipv4.route.mtu_expires).
async function forgetPathMtu(running: RunningLab): Promise<void> {
  const ends = [...nodesOf(running.spec.lab, "origin"), ...nodesOf(running.spec.lab, "device")];
  await Promise.all(
    ends.flatMap(({ name }) =>
      ["-4", "-6"].map((family) =>
        running.node(name).exec(["ip", family, "route", "flush", "cache"], { inside: "net" }),
      ),
    ),
  );
}
