import type { LabNode } from "./lab.js";

/** Sysctl name to value. */
export type Sysctls = Record<string, string>;

/** What the kernel of the host offers; a lab is built without what is missing. */
export interface KernelFeatures {
  /** HASH_SEED, Linux 6.11 and later. */
  hashSeed: boolean;
}

// 64 MiB, sixteen times the default: fragments that wait for others keep their room for 30 s, and those of one case
// would leave none for the next one's (net/ipv4/ip_fragment.c).
const FRAGMENT_BYTES = "67108864";
/** What the kernel makes of 0 is drawn at its boot, and the same for all nodes of a host. */
export const HASH_SEED = "net.ipv4.fib_multipath_hash_seed";
// 5-tuple: source, destination, protocol, source port, destination port (Documentation/networking/ip-sysctl.rst).
const FIVE_TUPLE = "55";

/**
 * The network sysctls of a node; all are per network namespace.
 *
 * Routers hash by policy 3 with fields 0x37. Policy 1 would reuse the sending socket's own hash, which a veth pair
 * carries from one "machine" to the next: it invents shifts after mere packet loss and hides those of fragments.
 */
export function sysctlsOf(node: LabNode, features: KernelFeatures): Sysctls {
  const common: Sysctls = {
    "net.ipv4.conf.all.rp_filter": "0",
    "net.ipv4.conf.default.rp_filter": "0",
    "net.ipv6.conf.all.disable_ipv6": "0",
    "net.ipv6.conf.default.accept_dad": "0",
    // Linux takes the IPv6 addresses off a link that goes down, and nothing gives them back when it comes up again.
    "net.ipv6.conf.all.keep_addr_on_down": "1",
    "net.ipv6.conf.default.accept_ra": "0",
    "net.ipv6.conf.default.router_solicitations": "0",
    "net.ipv4.ipfrag_high_thresh": FRAGMENT_BYTES,
    "net.ipv6.ip6frag_high_thresh": FRAGMENT_BYTES,
    "net.ipv4.ip_default_ttl": String(node.ttl),
    "net.ipv6.conf.all.hop_limit": String(node.ttl),
    "net.ipv6.conf.default.hop_limit": String(node.ttl),
  };
  if (node.role === "device") return { ...common, "net.core.somaxconn": "16384" };
  // Programs bind addresses of the origin's pool, which IPv6 knows as a prefix only.
  if (node.role === "origin") return { ...common, "net.ipv6.ip_nonlocal_bind": "1" };
  return {
    ...common,
    "net.ipv4.ip_forward": "1",
    "net.ipv6.conf.all.forwarding": "1",
    "net.ipv4.fib_multipath_hash_policy": "3",
    "net.ipv4.fib_multipath_hash_fields": FIVE_TUPLE,
    "net.ipv6.fib_multipath_hash_policy": "3",
    "net.ipv6.fib_multipath_hash_fields": FIVE_TUPLE,
    ...(features.hashSeed ? { [HASH_SEED]: String(node.hashSeed) } : {}),
  };
}
