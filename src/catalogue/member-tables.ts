import type { ConditionContext } from "./condition.js";
import type { Member } from "./members.js";

// Tables of their own: a route in the main table, at whatever metric, is a kernel route to zebra, which then takes its
// own BGP route out of the FIB.
const FIRST_TABLE = 4000;

/**
 * One routing table for each member of a hop, looked up by the mark that nft gave the packet: the member's number.
 * Returns what brings the tables up to date. A member that has left keeps its table, so that packets marked for it
 * still reach it; when its link is lost the kernel empties the table, and they take the main table's route.
 */
export function memberTables(
  node: string,
  { running, family, scope }: ConditionContext,
): (members: readonly Member[]) => Promise<void> {
  const hop = running.node(node);
  const vip = running.spec.lab.vip[family];
  const batch = (lines: string[]) =>
    hop.exec(["ip", `-${family}`, "-batch", "-"], { input: `${lines.join("\n")}\n` });
  const known = new Set<number>();
  // Made before the agent that asks for them, so undone after its end.
  scope.defer(`tables at ${node}`, async () => {
    for (const table of known) {
      await batch([`rule del priority ${table}`]);
      // Fails on a table that a lost link has emptied.
      await hop.try(["ip", `-${family}`, "route", "flush", "table", String(table)]);
    }
  });
  return async (members) => {
    const routes = members.map(({ number, dev, gateway }) => {
      const via = gateway ? `via ${gateway} ` : "";
      return `route replace ${vip} ${via}dev ${dev} table ${FIRST_TABLE + number}`;
    });
    if (routes.length > 0) await batch(routes);
    for (const { number } of members) {
      const table = FIRST_TABLE + number;
      if (known.has(table)) continue;
      await batch([`rule add fwmark ${number} lookup ${table} priority ${table}`]);
      known.add(table);
    }
  };
}
