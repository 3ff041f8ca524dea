import type { Family, Scope } from "../../core/index.js";
import { loadTable, NFT_FAMILY, type NodeShell, setSysctl } from "../../driver/index.js";
import { bare, bgpInterfaces, type Lab, type LabInterface, nodesOf } from "../../topology/index.js";
import type { ActiveCondition, ConditionContext } from "../condition.js";

/** A device of the ring. */
interface Member {
  name: string;
  /** 1, 2, … around the ring. */
  number: number;
  /** Number of the next device, and the interface that leads to it. */
  next: { number: number; interface: LabInterface };
  /** Interfaces of the ring: one where there are two devices, else two. */
  ring: string[];
  /** Interfaces towards routers. */
  uplinks: string[];
}

/**
 * Devices hand on to the next one in their ring what belongs to none of their sockets, until its owner takes it or it
 * has been at every device: nft's `socket wildcard 1` (net/netfilter/nft_socket.c) is true where only the listener on
 * the wildcard address would take the packet. Owners answer directly, or over the next device while their own link is
 * down.
 */
export async function giveSecondChance(context: ConditionContext): Promise<ActiveCondition> {
  const { running, family } = context;
  const { lab } = running.spec;
  for (const member of ringOf(lab)) {
    const shell = running.node(member.name);
    await letRepliesPass(member, context);
    await addReplyPath(shell, context.scope, member, family);
    await loadTable(shell, context.scope, {
      name: `${NFT_FAMILY[family]} shift_second_chance`,
      body: rules(member, lab.vip[family], family),
    });
  }
  return {};
}

function ringOf(lab: Lab): Member[] {
  const devices = nodesOf(lab, "device").filter(({ interfaces }) =>
    interfaces.some(({ ring }) => ring),
  );
  return devices.map((device, index) => {
    const number = ((index + 1) % devices.length) + 1;
    const ring = device.interfaces.filter((one) => one.ring);
    const towardsNext = ring.find(({ peer }) => peer.node === devices[number - 1]?.name);
    return {
      name: device.name,
      number: index + 1,
      next: { number, interface: towardsNext as LabInterface },
      ring: ring.map(({ name }) => name),
      uplinks: bgpInterfaces(lab, device).map(({ name }) => name),
    };
  });
}

// The DSCP field carries the number of the device where a packet entered the ring. `dup` sends a copy to a neighbour
// without a look at the routing table, which would call the anycast address local.
function rules({ number, next, ring }: Member, vip: string, family: Family): string {
  const ip = NFT_FAMILY[family];
  const inRing = `{ ${ring.map((name) => `"${name}"`).join(", ")} }`;
  const gateway = bare(next.interface.peer.address[family]);
  return `  chain arrivals {
    type filter hook prerouting priority mangle; policy accept;
    ${ip} daddr ${vip} tcp flags & syn == 0 socket wildcard 1 goto strays
  }
  chain strays {
    iifname ${inRing} ${ip} dscp ${next.number} accept
    iifname != ${inRing} ${ip} dscp set ${number}
    dup to ${gateway} device "${next.interface.name}"
    drop
  }
`;
}

// A peer forwards what has its own anycast address as source, which is a martian to it; and the device itself must not
// wait for BGP to give up routes over a link without carrier.
async function letRepliesPass(
  { name, ring, uplinks }: Member,
  { running, scope }: ConditionContext,
): Promise<void> {
  const set = (key: string) => setSysctl(running.node(name), scope, `net.${key}`, 1);
  await set("ipv4.ip_forward");
  await set("ipv6.conf.all.forwarding");
  for (const device of ring) await set(`ipv4.conf.${device}.accept_local`);
  for (const device of uplinks) {
    await set(`ipv4.conf.${device}.ignore_routes_with_linkdown`);
    await set(`ipv6.conf.${device}.ignore_routes_with_linkdown`);
  }
}

async function addReplyPath(
  shell: NodeShell,
  scope: Scope,
  { next }: Member,
  family: Family,
): Promise<void> {
  const gateway = bare(next.interface.peer.address[family]);
  const route = ["default", "via", gateway, "dev", next.interface.name, "metric", "50"];
  const ip = async (verb: string) => {
    await shell.exec(["ip", `-${family}`, "route", verb, ...route], { inside: "net" });
  };
  scope.defer(`reply path of ${shell.name}`, () => ip("del"));
  await ip("add");
}
