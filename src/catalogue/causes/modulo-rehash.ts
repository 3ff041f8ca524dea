import type { Cause } from "../cause.js";
import { JUDGED, usualPlan } from "../cell.js";

/**
 * A hash modulo the number of members: where N and N-1 have no common factor, two remainders are independent, and one
 * flow in N keeps its member by chance.
 */
export const moduloRehash: Cause = {
  id: "modulo-rehash",
  name: "withdraw under modulo hashing",
  kind: "member-lost",
  about:
    "The router takes the hash modulo the number of members. When a device withdraws, the number changes and nearly every flow gets another member.",
  source: "RFC 2991 section 4 and RFC 2992 section 3.1, modulo-N hash",
  needs: { members: [2, 8], probes: ["nftables"] },
  exposes: "all but one connection in N, idle ones at their next use",
  signature: "[S] [S.] [.] [P.] … <[R] with the TTLs of every device that is left",
  lookAlike: "withdraw under hash-threshold: at most half of the connections, never between all",
  plan: (cell) => ({
    ...usualPlan(cell),
    balancer: { kind: "balance", by: "modulo" },
    timeline: [
      { do: "withdraw", device: "first", after: "100ms" },
      { do: "probe", traffic: JUDGED, after: "100ms" },
    ],
  }),
  theory: ({ members }) => ({ own: 1 / members, collateral: 1 - 2 / members, stalled: 0 }),
};
