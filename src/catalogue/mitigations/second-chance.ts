import type { Mitigation } from "../mitigation.js";
import { silenced, UNHARMED } from "../theory.js";

/** The devices repair what the routers do: a packet without a socket goes on to the next device. */
export const secondChance: Mitigation = {
  id: "second-chance",
  name: "second chance at the devices",
  about:
    "Devices pass a packet for which they have no socket on to the next device in a ring, until its owner takes it. The owner answers directly, or over its neighbour while its own link is down.",
  source:
    "Araújo et al., Balancing on the edge (NSDI 2018); GitHub, GLB Director (2018); net/netfilter/nft_socket.c",
  cost: "links among the devices, up to N-1 more hops for each stray packet of a connection, whose DSCP is overwritten, forwarding at the devices",
  breaks:
    "packets of nobody travel the whole ring before they are answered by RST; of fragments only the first finds its socket, so that fragmented segments stall",
  needs: { probes: ["nft-socket"], members: [2, 8] },
  notFor: () => undefined,
  apply: (plan) => ({ ...plan, conditions: [...plan.conditions, { kind: "second-chance" }] }),
  theory: (cause, cell) => {
    switch (cause.kind) {
      case "member-lost":
      case "link-lost":
      case "member-returned":
      case "flap":
      case "per-packet":
      case "hash-input":
      case "balancer-lost":
      case "reseeded":
        return UNHARMED;
      case "fragments":
        // Only a first fragment has the ports by which a socket is found: it goes on alone, and is never whole.
        return silenced(cause.theory(cell));
      // A device at another site, or one that takes no packet, is in no ring; nor are ICMP messages.
      case "path-moved":
      case "member-silent":
      case "icmp":
        return undefined;
    }
  },
};
