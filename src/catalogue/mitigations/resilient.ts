import type { Cell, Fates } from "../cell.js";
import type { Mitigation } from "../mitigation.js";
import { ownOnly, UNHARMED } from "../theory.js";

/** Consistent hashing in the router: a resilient next-hop group whose members are edited in place. */
export const resilient: Mitigation = {
  id: "resilient",
  name: "resilient next-hop group",
  about:
    "The ECMP hop forwards by a resilient next-hop group. An agent follows BGP and edits its members in place, so that only the buckets of a lost member are handed over.",
  source: "Linux 5.13, Documentation/networking/nexthop-group-resilient.rst; net/ipv4/nexthop.c",
  cost: "an agent at each router; a returned member gets new connections only as buckets fall idle",
  breaks:
    "a dead neighbour is not skipped, its connections stall; a member that returns takes other idle buckets than it had, and breaks what rests for longer than the idle timer, here two minutes; with a single member left no bucket counts as used over IPv4, and whoever returns to it breaks half of the connections",
  needs: { probes: ["resilient-groups"] },
  notFor: () => undefined,
  apply: (plan) => ({ ...plan, balancer: { kind: "resilient-group", buckets: 16_384 } }),
  theory: (cause, cell) => {
    switch (cause.kind) {
      case "member-lost":
      case "link-lost":
        return ownOnly(cause.theory(cell));
      case "member-returned":
        return returnedTo(cell);
      case "flap":
        return flapped(cause.theory(cell), cell.members);
      // The group replaces what chose before, and the kernel hashes the 5-tuple.
      case "per-packet":
      case "hash-input":
        return UNHARMED;
      case "member-silent":
      case "path-moved":
      case "fragments":
      case "icmp":
      case "balancer-lost":
      case "reseeded":
        return undefined;
    }
  },
};

/**
 * Buckets that are in use stay where they are. But over IPv4 a group of one member is forwarded by without a look at its
 * buckets (net/ipv4/route.c, ip_mkroute_input: fib_info_num_path > 1), so that none of them counts as used: to that group a
 * second member returns as to an idle one, and takes half of it. IPv6 looks at them all the same (net/ipv6/route.c,
 * fib6_select_path).
 */
function returnedTo({ members, family }: Cell): Fates {
  return members > 2 || family === 6 ? UNHARMED : { own: 0, collateral: 1 / 2, stalled: 0 };
}

/**
 * What rests through the gap breaks after it: the member's buckets went to others and do not come back. The kernel fills
 * a table from its start for the last member first (list_add in nh_res_group_rebalance), so the first member has the
 * last buckets, and takes idle ones from the start when it returns.
 */
function flapped(plain: Fates, members: number): Fates {
  return plain.own > 0 ? ownOnly(plain) : { own: 0, collateral: 1 / members, stalled: 0 };
}
