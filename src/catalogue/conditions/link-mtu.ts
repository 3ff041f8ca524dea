import { ShiftError } from "../../core/index.js";
import type { RunningLab } from "../../driver/index.js";
import type { Condition } from "../../scenario/index.js";
import { interfaceTowards, type Lab, LINK_MTU, nodeOf, nodesOf } from "../../topology/index.js";
import type { ActiveCondition, ConditionContext } from "../condition.js";

/**
 * Narrows a link: what the first node sends over it is fragmented or refused above this size. So is what comes back where
 * the other end is a router, too: a veth pair loses without a word what is larger than its receiving end. Any other end
 * keeps its MTU, which would tell others by the MSS that the link is narrow.
 */
export async function narrowLink(
  { link: [from, to], value }: Extract<Condition, { kind: "mtu" }>,
  { running, scope }: ConditionContext,
): Promise<ActiveCondition> {
  const ends = narrowEnds(running.spec.lab, from, to);
  const setMtu = async (mtu: string) => {
    for (const { node, device } of ends)
      await running.node(node).exec(["ip", "link", "set", device, "mtu", mtu], { inside: "net" });
  };
  scope.defer(`MTU of ${from}-${to}`, async () => {
    await setMtu(String(LINK_MTU));
    await forgetPathMtu(running);
  });
  await setMtu(String(value));
  return {};
}

function narrowEnds(lab: Lab, from: string, to: string): { node: string; device: string }[] {
  const ways = [
    [from, to] as const,
    ...(nodeOf(lab, to).role === "hop" ? [[to, from] as const] : []),
  ];
  return ways.map(([node, peer]) => {
    const device = interfaceTowards(nodeOf(lab, node), peer)?.name;
    if (device) return { node, device };
    throw new ShiftError({ code: "E_EVENT", message: `${node} and ${peer} share no link` });
  });
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
