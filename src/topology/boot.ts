import { FAMILIES } from "../core/index.js";
import { bare, type LabNode, unicastOf } from "./lab.js";

/** Where a node finds its own folder. */
export const NODE_DIR = "/lab";

/**
 * The first process of a node, the same for every driver: waits for its links, sets addresses, starts its daemons,
 * writes `ready` (or `failed`), and then reaps children until it is ended.
 */
export function bootScript(node: LabNode): string {
  const links = node.interfaces.map(({ name }) => name).join(" ");
  return `#!/bin/sh
# First process of ${node.name} (${node.role}). Generated; the folder ${NODE_DIR} is this node's own.
exec >${NODE_DIR}/log/boot.log 2>&1
trap 'echo "boot ended with status $?" >${NODE_DIR}/failed' EXIT
set -eux
for link in ${links}; do
  # Carrier needs both ends up: from here on the name is final, and bgpd finds the link-local address that it insists on.
  until [ "$(cat /sys/class/net/$link/carrier 2>/dev/null)" = 1 ]; do sleep 0.02; done
  # Offloads would show segments in captures that never crossed a real wire.
  ethtool -K $link tso off gso off gro off tx off rx off
done
ip -batch ${NODE_DIR}/ip.batch
${[...routerDaemons(node), ...deviceDaemons(node)].join("\n")}
touch ${NODE_DIR}/ready
set +ex
trap - EXIT
trap 'exit 0' TERM
while :; do
  sleep 3600 &
  wait
done
`;
}

function routerDaemons(node: LabNode): string[] {
  if (node.role === "origin") return [];
  return [
    "mkdir -p /run/frr && chown frr:frr /run/frr",
    `chmod 0777 ${NODE_DIR}/log`,
    `/usr/lib/frr/zebra -d -P 0 -f /dev/null --log file:${NODE_DIR}/log/zebra.log`,
    `/usr/lib/frr/bgpd -d -P 0 -f ${NODE_DIR}/frr.conf --log file:${NODE_DIR}/log/bgpd.log`,
  ];
}

function deviceDaemons(node: LabNode): string[] {
  if (node.role !== "device") return [];
  return [
    "mkdir -p /var/lib/nginx /run/shift",
    "truncate -s 10G /run/shift/blob",
    `nginx -c ${NODE_DIR}/nginx.conf`,
    // -V listens on [::], which takes IPv4 too.
    `iperf -s -V >${NODE_DIR}/log/iperf.log 2>&1 &`,
    `iperf3 -s >${NODE_DIR}/log/iperf3.log 2>&1 &`,
  ];
}

/**
 * /etc/hosts of a node. Programs that ask for their own name must not ask a name server: its packets and timeouts would
 * be in the experiment. The driver puts it in place, so that a boot script writes nothing that could be the host's.
 */
export function hostsFile(node: LabNode): string {
  return `127.0.0.1 localhost ${node.name}\n::1 localhost\n`;
}

/** Addresses and static routes as an `ip -batch` file. */
export function ipBatch(node: LabNode): string {
  const lines = ["link set lo up"];
  for (const { 4: v4, 6: v6 } of node.loopback) {
    lines.push(`addr add ${v4} dev lo`, `addr add ${v6} dev lo nodad`);
  }
  for (const { name, address } of node.interfaces) {
    lines.push(`addr add ${address[4]} dev ${name}`, `addr add ${address[6]} dev ${name} nodad`);
  }
  if (node.pool) {
    for (const family of FAMILIES) lines.push(`route add local ${node.pool[family]} dev lo`);
  }
  lines.push(...routesOver(node).map((route) => `route add ${route}`));
  return `${lines.join("\n")}\n`;
}

/**
 * The routes that a node has over its links without BGP, of both families, as `ip route add` takes them.
 * @param link an interface, for those alone that lead over it
 */
export function routesOver(node: LabNode, link?: string): string[] {
  const routes = node.staticRoutes.flatMap(({ prefix, over }) => {
    const peer = node.interfaces.find(({ name }) => name === over)?.peer;
    return FAMILIES.flatMap((family) =>
      peer ? `${prefix[family]} via ${bare(peer.address[family])} dev ${over}` : [],
    );
  });
  if (node.role === "origin") routes.push(...defaultRoutes(node));
  return routes.filter((route) => link === undefined || route.split(" ").includes(link));
}

// Over all links of an origin.
function defaultRoutes(node: LabNode): string[] {
  return FAMILIES.flatMap((family) => {
    const ways = node.interfaces.map(
      ({ name, peer }) => `via ${bare(peer.address[family])} dev ${name}`,
    );
    if (ways.length === 0) return [];
    const over = ways.length > 1 ? `nexthop ${ways.join(" nexthop ")}` : ways.join();
    // Without src, packets would have the address of the link that they happen to take.
    const src = node.loopback.length > 0 ? `src ${unicastOf(node, family)} ` : "";
    return `default ${src}${over}`;
  });
}
