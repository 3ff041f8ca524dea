import type { Cause } from "../cause.js";
import { EXPOSED_ORIGIN, HOP, JUDGED, judgedTraffic, usualPlan } from "../cell.js";
import { rehashed } from "../theory.js";

/**
 * Fragments under a hash over ports: no fragment but the first has ports, and the kernel hashes none of them
 * (net/ipv4/route.c, fib_multipath_custom_hash_skb), so all fragments of an origin go to one device. Connections that
 * began there live; every other one breaks.
 */
export const fragments: Cause = {
  id: "fragments",
  name: "fragments under an L4 hash",
  kind: "fragments",
  about:
    "A link before the router is narrower than the origin's segments, and their DF bit is clear: a tunnel, a VPN, an old access line. Fragments have no ports to hash, so all fragments of an origin reach one device, wherever its connections began.",
  source: "RFC 8900; kernel net/ipv4/route.c",
  needs: { members: [2, 8], families: [4] },
  exposes:
    "connections that send segments above the MTU and did not begin at the fragments' device",
  signature: "the first segment above the MTU is answered by <[R]: no ACK flag, one TTL for all",
  lookAlike: "too-big messages lost (DF set): the same segments stall, and no RST comes",
  plan: (cell) => ({
    ...usualPlan(cell),
    conditions: [
      { kind: "sysctl", node: EXPOSED_ORIGIN, key: "net.ipv4.ip_no_pmtu_disc", value: 1 },
      { kind: "mtu", link: ["first1", HOP], value: 1400 },
    ],
    traffic: [judgedTraffic(cell, { upload: "20kB" })],
    timeline: [{ do: "probe", traffic: JUDGED, after: "100ms" }],
  }),
  theory: ({ members }) => ({ own: 0, collateral: rehashed(members), stalled: 0 }),
};
