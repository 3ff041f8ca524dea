import { z } from "zod";
import { hopRef, link, nodeRef, sysctlKey, sysctlValue } from "./names.js";
import { duration } from "./quantities.js";

const HASH_FIELDS = ["source-address", "source-port", "dscp", "ecn", "ttl"] as const;
/** What is the same in all packets of a connection, as its destination and protocol are. */
export const STABLE_FIELDS: readonly (typeof HASH_FIELDS)[number][] = [
  "source-address",
  "source-port",
];

/** A change of the lab that lasts for the whole case and is undone after it. */
export const conditionSchema = z.discriminatedUnion("kind", [
  z
    .strictObject({
      kind: z.literal("packet-spray"),
      node: hopRef,
    })
    .describe(
      "a hop spreads packets one by one over its members, whatever connection they belong to (nft numgen)",
    ),
  z
    .strictObject({
      kind: z.literal("resilient-group"),
      node: hopRef,
      buckets: z.number().int().min(8).max(65_535).default(1024).describe("size of the hash table"),
      // As ip-nexthop(8) takes it.
      idle: duration
        .refine((ms) => ms % 1000 === 0, "expected whole seconds")
        .default(120_000)
        .describe("idle timer, in whole seconds: a bucket that was used since is not moved"),
    })
    .describe(
      "a hop forwards by a resilient next-hop group that an agent edits in place as BGP changes",
    ),
  z
    .strictObject({
      kind: z.literal("balance"),
      node: hopRef,
      by: z
        .enum(["threshold", "modulo", "maglev"])
        .default("threshold")
        .describe(
          "how hashes are given to members: a range each, hash modulo number of members, or a Maglev table",
        ),
      fields: z
        .array(z.enum(HASH_FIELDS))
        .min(1)
        .default([...STABLE_FIELDS])
        .describe("what of a packet is hashed; its destination and protocol are the same for all"),
      size: z
        .literal([1021, 65_537])
        .default(65_537)
        .describe("entries of a Maglev table, a prime number"),
      seed: z
        .number()
        .int()
        .min(1)
        .max(0xffff_ffff)
        .default(1)
        .describe("of the hash: balancers with the same seed agree"),
      pin: z
        .enum(["none", "connmark", "table"])
        .default("none")
        .describe(
          "what remembers a connection's member: nothing, the kernel's connection tracking, or a table of one direction only, which has room for 65,536 and forgets each after five minutes of rest",
        ),
    })
    .describe(
      "a hop chooses the member by nftables, hash and map, and an agent rewrites the map as BGP changes",
    ),
  z
    .strictObject({
      kind: z.literal("mtu"),
      link: link.describe(
        "[from, to]: what the first sends is narrowed, and what comes back, too, where the second is a router; an origin or device as the second sends on as before, and what is larger is lost without a word",
      ),
      // Below 1280 (RFC 8200 section 5) the kernel takes IPv6 off the link, and gives it no addresses back afterwards.
      value: z
        .number()
        .int()
        .min(1280)
        .max(9000)
        .describe("MTU in bytes; not below the smallest of IPv6, which every lab has"),
    })
    .describe("a link carries smaller packets only, so that larger ones are fragmented"),
  z
    .strictObject({
      kind: z.literal("sysctl"),
      node: nodeRef,
      key: sysctlKey.describe("one that begins with net."),
      value: sysctlValue,
    })
    .describe("a node runs with another value of a network sysctl"),
  z
    .strictObject({ kind: z.literal("second-chance") })
    .describe(
      "devices pass on to the next in their ring what they have no socket for; the topology needs a `ring`",
    ),
  z
    .strictObject({ kind: z.literal("mptcp") })
    .describe(
      "web servers speak Multipath TCP, and ask for further subflows to their device's own unicast address alone",
    ),
  z
    .strictObject({ kind: z.literal("rst-suppression") })
    .describe("devices do not send the RST of a host that has no socket for a packet"),
]);
export type Condition = z.infer<typeof conditionSchema>;
export type ConditionInput = z.input<typeof conditionSchema>;
