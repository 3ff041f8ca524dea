import type { Cause } from "../cause.js";
import { EXPOSED_ORIGIN, JUDGED, judgedTraffic, usualPlan } from "../cell.js";
import { rehashed } from "../theory.js";

/**
 * Path MTU discovery of the devices: the router before the narrow link tells the anycast address, and the equal-cost
 * hop hashes that ICMP message by its own header. All of an origin's messages reach one device; the others never learn.
 */
export const tooBigMisdelivered: Cause = {
  id: "too-big-misdelivered",
  name: "ICMP too-big at the wrong device",
  kind: "icmp",
  about:
    "A link towards the origin is narrower than the device's segments. The router in front of it says so to the anycast address, but its ICMP message is hashed by its own header and reaches one device for all connections of that origin. The others send the same segment again and again.",
  source: "RFC 7690; kernel net/ipv4/route.c",
  needs: { members: [2, 8] },
  exposes: "connections with answers above the MTU that did not begin at the messages' device",
  signature: "of the answer only segments below the MTU arrive, none of full size; no RST",
  lookAlike: "ICMP filtered on the way: then every connection with a large answer stalls",
  plan: (cell) => ({
    ...usualPlan(cell),
    conditions: [{ kind: "mtu", link: ["first1", EXPOSED_ORIGIN], value: 1400 }],
    traffic: [judgedTraffic(cell, { answer: "20kB" })],
    timeline: [{ do: "probe", traffic: JUDGED, after: "100ms" }],
  }),
  theory: ({ members }) => ({ own: 0, collateral: 0, stalled: rehashed(members) }),
};
