import { Address4, Address6 } from "ip-address";
import type { Problem, TopologySpec } from "../scenario/index.js";
import { PLAN_RANGES } from "./addresses.js";
import type { DualAddress } from "./lab.js";

// Special-purpose ranges that no host serves from (RFC 6890, RFC 5771, RFC 4291).
const UNUSABLE = {
  ipv4: ["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3"],
  ipv6: ["::/96", "::ffff:0:0/96", "fe80::/10", "ff00::/8"],
};

/** The anycast address in the form that routers print it in (RFC 5952). */
export function anycastAddress({ anycast }: TopologySpec): DualAddress {
  return {
    4: new Address4(anycast.ipv4).correctForm(),
    6: new Address6(anycast.ipv6).correctForm(),
  };
}

/** An anycast address that no device can have, or that the address plan has given away. */
export function anycastProblems({ anycast }: TopologySpec): Problem[] {
  return (["ipv4", "ipv6"] as const).flatMap((key): Problem[] => {
    const inside = (ranges: readonly string[]) =>
      ranges.find((range) =>
        key === "ipv4"
          ? new Address4(anycast.ipv4).isInSubnet(new Address4(range))
          : new Address6(anycast.ipv6).isInSubnet(new Address6(range)),
      );
    const unusable = inside(UNUSABLE[key]);
    const taken = inside(PLAN_RANGES[key]);
    if (!unusable && !taken) return [];
    return [
      {
        code: "E_SCENARIO_SCHEMA",
        path: ["anycast", key],
        message: unusable
          ? `${anycast[key]} is in ${unusable}, which no host serves from`
          : `${anycast[key]} is in ${taken}, where the lab's own addresses are`,
        hint: `a documentation address such as ${key === "ipv4" ? "203.0.113.10" : "2001:db8:cafe::10"} fits`,
      },
    ];
  });
}
