import type { Cause } from "../cause.js";
import { HOP, JUDGED, usualPlan } from "../cell.js";
import { rehashed } from "../theory.js";

/** A router draws another seed for its hash: every connection is spread anew over the same members. */
export const hashSeed: Cause = {
  id: "hash-seed",
  name: "another hash seed at the router",
  kind: "reseeded",
  about:
    "The router hashes with another seed from one moment to the next: it was replaced, took over for its neighbour, booted anew and drew one, or was configured otherwise. No route changes and every device is healthy, but each connection is spread anew. Maglev tables and balancers of a tier have a seed that is configured, the same at all of them, and stay as they are.",
  source:
    "Linux, include/net/ip_fib.h, fib_multipath_hash_from_keys, and Documentation/networking/ip-sysctl.rst, fib_multipath_hash_seed; RFC 2992 section 3",
  needs: { members: [2, 8], probes: ["hash-seed"] },
  exposes: "all but one connection in N, idle ones at their next use; all of them collateral",
  signature: "[S] [S.] [.] [P.] … <[R]: no ACK flag, seq = the origin's last ack, another TTL",
  lookAlike:
    "a withdraw: there the connections of one device are among those that break, and a route changes",
  plan: (cell) => ({
    ...usualPlan(cell),
    timeline: [
      { do: "reseed", node: HOP, after: "100ms" },
      { do: "probe", traffic: JUDGED, after: "100ms" },
    ],
  }),
  theory: ({ members }) => ({ own: 0, collateral: rehashed(members), stalled: 0 }),
};
