import type { Cause } from "../cause.js";
import { HOP, JUDGED, usualPlan } from "../cell.js";
import { hashThresholdLoss } from "../theory.js";

/**
 * The link of a member goes down at the router. The kernel deletes its next hop and shrinks the group in place at once;
 * zebra then replaces the route by a group without it. Both lay the same hash ranges.
 */
export const linkDown: Cause = {
  id: "link-down",
  name: "link of a member down",
  kind: "link-lost",
  about:
    "The link between the router and a member goes down: a cut fibre, a pulled cable, a port shut by hand. The kernel takes the member out of the group at once, before any BGP timer, and lays the hash ranges of the others anew.",
  source: "kernel net/ipv4/nexthop.c, nexthop_flush_dev and remove_nh_grp_entry",
  needs: { members: [2, 8] },
  exposes:
    "every connection of the lost member, and those of others whose hash range moves; idle ones at their next use",
  signature: "[S] [S.] [.] [P.] … <[R]: no ACK flag, seq = the origin's last ack, another TTL",
  lookAlike: "a device that died behind a link that stays up: silence, and no RST at all",
  plan: (cell) => ({
    ...usualPlan(cell),
    timeline: [
      { do: "link-down", link: [HOP, "first"], after: "100ms" },
      { do: "probe", traffic: JUDGED, after: "100ms" },
    ],
  }),
  theory: ({ members }) => hashThresholdLoss("first", members),
};
