import { ShiftError } from "../../core/index.js";
import type { Condition } from "../../scenario/index.js";
import { type ActiveCondition, anycastRoute, type ConditionContext } from "../condition.js";
import { loadTable } from "./nft-table.js";

const FIRST_ROUTE_TABLE = 4001;

/**
 * A hop that spreads packet by packet: nft numbers the packets to the anycast address in turn, and a routing table for
 * each number holds one member. Linux itself balanced like this before 4.4 (ip-sysctl.rst, net commit 0e884c78ee19).
 */
export async function sprayPackets(
  condition: Extract<Condition, { kind: "packet-spray" }>,
  { running, family, scope }: ConditionContext,
): Promise<ActiveCondition> {
  const hop = running.node(condition.node);
  const vip = running.spec.lab.vip[family];
  const members = (await anycastRoute(hop, vip))?.nextHops ?? [];
  if (members.length < 2) {
    throw new ShiftError({
      code: "E_EVENT",
      message: `${hop.name} has ${members.length} member to spread over`,
    });
  }
  const ip = (...args: string[]) => hop.exec(["ip", `-${family}`, ...args], { inside: "net" });
  for (const [index, { dev, gateway }] of members.entries()) {
    const table = String(FIRST_ROUTE_TABLE + index);
    const rule = ["fwmark", String(index + 1), "lookup", table, "priority", table];
    await ip("route", "add", vip, ...(gateway ? ["via", gateway] : []), "dev", dev, "table", table);
    scope.defer(
      `table ${table} at ${hop.name}`,
      async () => void (await ip("route", "flush", "table", table)),
    );
    await ip("rule", "add", ...rule);
    scope.defer(
      `rule ${table} at ${hop.name}`,
      async () => void (await ip("rule", "del", ...rule)),
    );
  }
  const match = family === 4 ? `ip daddr ${vip}` : `ip6 daddr ${vip}`;
  const body = `  chain spread {
    type filter hook prerouting priority mangle; policy accept;
    ${match} meta mark set numgen inc mod ${members.length} offset 1
  }
`;
  await loadTable(hop, scope, { name: "inet shift_spray", body });
  return { choice: { node: hop.name, unpredictable: "spreads packets one by one" } };
}
