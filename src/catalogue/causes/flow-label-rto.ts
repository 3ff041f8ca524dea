import type { Cause } from "../cause.js";
import { JUDGED, usualPlan } from "../cell.js";
import { rehashed } from "../theory.js";

/**
 * A retransmission timeout gives a connection a new flow label (net/ipv4/tcp_timer.c, sk_rethink_txhash), and a router
 * that hashes the label picks its member anew. However often that happens while the path is down, the first packet that
 * gets through decides: one draw of N.
 */
export const flowLabelRto: Cause = {
  id: "flow-label-rto",
  name: "IPv6 flow label re-rolled on timeout",
  kind: "hash-input",
  about:
    "The router hashes the IPv6 flow label, Linux's default for IPv6 (policy 0). After a loss that lasts longer than a retransmission timeout the origin's kernel gives the connection another label, to find a path that works, and finds another device.",
  source: "RFC 6438; Linux 5.18 net.core.txrehash; kernel net/ipv4/tcp_timer.c",
  needs: { members: [2, 8], families: [6], probes: ["nftables"] },
  exposes: "connections with data under way when a loss outlasts the retransmission timeout",
  signature: "[P.] again with another flow label, then <[R]: no ACK flag, another TTL",
  lookAlike: "loss alone, under a hash of the five-tuple: retransmissions, and no RST",
  plan: (cell) => ({
    ...usualPlan(cell),
    balancer: { kind: "sysctl", key: "net.ipv6.fib_multipath_hash_policy", value: 0 },
    timeline: [
      { do: "drop", node: "first1", for: "1s", background: true, after: "100ms" },
      { do: "probe", traffic: JUDGED },
    ],
  }),
  theory: ({ members }) => ({ own: 0, collateral: rehashed(members), stalled: 0 }),
};
