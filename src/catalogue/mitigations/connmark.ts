import type { Mitigation } from "../mitigation.js";
import { ownOnly, UNHARMED } from "../theory.js";

/** The router keeps state: connection tracking remembers each connection's member, and only new ones are hashed. */
export const connmark: Mitigation = {
  id: "connmark",
  name: "connection-pinned ECMP",
  about:
    "The router tracks connections and marks each with the member that its first packet was hashed to. A change of members concerns new connections only.",
  source: "nft(8), ct mark; kernel Documentation/networking/nf_conntrack-sysctl.rst",
  cost: "state for every connection at the router, which must see both directions",
  breaks:
    "where replies take another way, connections that the kernel leads elsewhere break at the handshake's ACK, without any event; when the state is lost, connections are hashed anew",
  needs: { probes: ["nftables"], members: [2, 8] },
  notFor: ({ kind }) =>
    kind === "balancer-lost"
      ? "replies of a tier need not pass the same balancer, and tracking has to see both directions"
      : undefined,
  apply: (plan) => ({ ...plan, balancer: { kind: "balance", pin: "connmark" } }),
  theory: (cause, cell) => {
    switch (cause.kind) {
      case "link-lost":
        return ownOnly(cause.theory(cell));
      // A device that withdrew is alive, and its connections still reach it.
      case "member-lost":
      case "member-returned":
      case "flap":
      case "per-packet":
      case "hash-input":
      case "reseeded":
      // Tracking puts fragments together, and knows which connection an ICMP message is about.
      case "fragments":
      case "icmp":
        return UNHARMED;
      case "member-silent":
      case "path-moved":
      case "balancer-lost":
        return undefined;
    }
  },
};
