import { STABLE_FIELDS } from "../../scenario/index.js";
import type { Mitigation } from "../mitigation.js";
import { UNHARMED } from "../theory.js";

/** The router hashes addresses, protocol and ports, which stay the same for as long as a connection lives. */
export const stableFields: Mitigation = {
  id: "stable-fields",
  name: "hash of the 5-tuple only",
  about:
    "The router hashes addresses, protocol and ports and nothing else, so that no packet of a connection is hashed differently.",
  source: "RFC 2991 section 3; RFC 6438 section 3; kernel fib_multipath_hash_fields 0x37",
  cost: "none, where the router can be told what to hash",
  breaks:
    "nothing where ports were hashed already; where addresses alone were, fragments and ICMP messages part from their connections; flows that differ in other fields only can no longer be spread",
  needs: {},
  notFor: ({ kind }) =>
    kind === "hash-input" || kind === "per-packet"
      ? undefined
      : "what its router hashes does not change within a connection",
  // The kernel's own hash in a lab is of the 5-tuple.
  apply: ({ balancer, ...plan }) =>
    balancer?.kind === "balance"
      ? { ...plan, balancer: { ...balancer, fields: [...STABLE_FIELDS] } }
      : plan,
  theory: () => UNHARMED,
};
