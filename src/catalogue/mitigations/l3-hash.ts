import { type Balancer, JUDGED } from "../cell.js";
import type { Mitigation } from "../mitigation.js";
import { UNHARMED } from "../theory.js";

/** The router hashes addresses only, so that everything of one client takes one way, fragments and ICMP too. */
export const l3Hash: Mitigation = {
  id: "l3-hash",
  name: "hash of addresses only",
  about:
    "The router hashes source and destination address and no ports. Fragments of a connection then take its way, and over IPv4 ICMP messages about it too; over IPv6, where custom fields are hashed, those do not. Its clients have an address each here: all of one address share a device.",
  source: "RFC 2992 section 1; RFC 7690 section 3; kernel fib_multipath_hash_policy 0",
  cost: "coarse balance: all clients behind one address are on one device",
  breaks: "an address behind which many clients stand overloads its device, and moves as a whole",
  needs: {},
  notFor: () => undefined,
  apply: (plan, _, { family }) => ({
    ...plan,
    balancer:
      plan.balancer?.kind === "balance"
        ? { ...plan.balancer, fields: ["source-address"] }
        : KERNEL_HASH[family],
    traffic: plan.traffic.map((one) =>
      one.kind === "held" && one.id === JUDGED ? { ...one, sources: "many" } : one,
    ),
  }),
  theory: (cause, { family }) => {
    switch (cause.kind) {
      case "per-packet":
      case "hash-input":
      case "fragments":
        return UNHARMED;
      case "icmp":
        // Policy 0 looks into an ICMP message for the packet that it is about, policy 3 does not.
        return family === 4 ? UNHARMED : undefined;
      case "member-lost":
      case "link-lost":
      case "member-silent":
      case "member-returned":
      case "flap":
      case "path-moved":
      case "balancer-lost":
      case "reseeded":
        return undefined;
    }
  },
};

// IPv6's policy 0 hashes the flow label as well, which may change; custom fields 0x3 are the two addresses.
const KERNEL_HASH: Record<4 | 6, Balancer> = {
  4: { kind: "sysctl", key: "net.ipv4.fib_multipath_hash_policy", value: 0 },
  6: { kind: "sysctl", key: "net.ipv6.fib_multipath_hash_fields", value: 3 },
};
