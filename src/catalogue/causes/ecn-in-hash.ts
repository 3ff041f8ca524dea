import type { Cause } from "../cause.js";
import { EXPOSED_ORIGIN, JUDGED, usualPlan } from "../cell.js";
import { rehashed } from "../theory.js";

/** ECN bits are 0 through the handshake and set on data (RFC 3168 section 6.1.1): the first data picks a member anew. */
export const ecnInHash: Cause = {
  id: "ecn-in-hash",
  name: "ECN bits in the hash",
  kind: "hash-input",
  about:
    "The router hashes the whole traffic class byte. Once ECN is negotiated, data carries ECT(0) where the handshake had 0, so the first data of a connection is hashed anew.",
  source: "RFC 3168 section 6.1.1; NANOG list, 2019: ECN and anycast behind ECMP",
  needs: { members: [2, 8], probes: ["nftables"] },
  exposes: "every connection that negotiates ECN, at its first data",
  signature: "[SEW] [S.E] [.] [P.] <[R]: the first data is answered by RST; ECN bits 0 0 0 2",
  lookAlike: "a firewall that dislikes ECN: the SYN itself is lost or refused",
  plan: (cell) => ({
    ...usualPlan(cell),
    balancer: { kind: "balance", fields: ["source-address", "source-port", "ecn"] },
    // Devices accept ECN by default (tcp_ecn 2); IPv6 uses the same sysctl.
    conditions: [{ kind: "sysctl", node: EXPOSED_ORIGIN, key: "net.ipv4.tcp_ecn", value: 1 }],
    timeline: [{ do: "probe", traffic: JUDGED, after: "100ms" }],
  }),
  theory: ({ members }) => ({ own: 0, collateral: rehashed(members), stalled: 0 }),
};
