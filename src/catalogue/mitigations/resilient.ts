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
  breaks: "a dead neighbour is not skipped, its connections stall; idle buckets may still move",
  needs: { probes: ["resilient-groups"] },
  notFor: () => undefined,
  apply: (plan) => ({ ...plan, balancer: { kind: "resilient-group", buckets: 16_384 } }),
  theory: (cause, cell) => {
    switch (cause.kind) {
      case "member-lost":
      case "link-lost":
      case "member-returned":
      case "flap":
        return ownOnly(cause.theory(cell));
      // The group replaces what chose before, and the kernel hashes the 5-tuple.
      case "per-packet":
      case "hash-input":
        return UNHARMED;
      case "member-silent":
      case "path-moved":
      case "fragments":
      case "icmp":
      case "balancer-lost":
        return undefined;
    }
  },
};
