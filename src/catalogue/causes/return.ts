import type { Cause } from "../cause.js";
import { JUDGED, judgedTraffic, usualPlan } from "../cell.js";
import { hashThresholdMoved } from "../theory.js";

/**
 * A device announces the anycast prefix again. FRR gives it its old place in the group (for some minutes it keeps the
 * next-hop id, and groups are ordered by id), so the ranges that its leaving moved move back.
 */
export const returned: Cause = {
  id: "return",
  name: "return of a member",
  kind: "member-returned",
  about:
    "A device comes back into service and announces the anycast prefix again. Connections that were opened while it was away sit on the others; part of their hash range is handed to the device that returned, and between the others.",
  source: "RFC 2992 section 3; kernel net/ipv4/nexthop.c",
  needs: { members: [2, 8] },
  exposes: "connections that were opened while the device was away; all of them collateral",
  signature: "[S] [S.] [.] [P.] … <[R]: no ACK flag, seq = the origin's last ack, another TTL",
  lookAlike: "the device that answers was restarted: the RST then has the TTL of the connection",
  plan: (cell) => ({
    ...usualPlan(cell),
    traffic: [judgedTraffic(cell, { later: true })],
    timeline: [
      { do: "withdraw", device: "first" },
      { do: "open", traffic: JUDGED },
      { do: "announce", device: "withdrawn", after: "100ms" },
      { do: "probe", traffic: JUDGED, after: "100ms" },
    ],
  }),
  theory: ({ members }) => ({
    own: 0,
    collateral: hashThresholdMoved("first", members),
    stalled: 0,
  }),
};
