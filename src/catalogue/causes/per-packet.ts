import type { Cause } from "../cause.js";
import { JUDGED, usualPlan } from "../cell.js";

/** A router that spreads packets in turn: the handshake's ACK goes to another device than the SYN did. */
export const perPacket: Cause = {
  id: "per-packet",
  name: "per-packet load balancing",
  kind: "per-packet",
  about:
    "A router spreads packets over its equal-cost links one by one, as old line cards and some tunnel set-ups do. A connection's second packet reaches a device that knows nothing of it, so hardly any connection opens.",
  source: "RFC 2991 section 2; kernel Documentation/networking/ip-sysctl.rst, before Linux 4.4",
  needs: { members: [2, 8], probes: ["nftables"] },
  exposes: "every connection, new ones first",
  signature: "[S] [S.] [.] <[R]: the handshake's ACK is answered by RST, from another TTL",
  lookAlike: "a service that is down: [S] is answered by <[R.]",
  plan: (cell) => ({
    ...usualPlan(cell),
    balancer: { kind: "packet-spray" },
    timeline: [{ do: "probe", traffic: JUDGED, after: "100ms" }],
  }),
  // Two packets that follow each other never take the same link, and each connection sends several.
  theory: () => ({ own: 0, collateral: 1, stalled: 0 }),
};
