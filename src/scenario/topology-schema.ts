import { z } from "zod";
import { ROLE_WORDS } from "./mitigation-schema.js";
import { ANYCAST, DEVICE_WORDS } from "./references.js";
import { oneOf } from "./words.js";

/** Node ids: DNS labels, short enough for container and interface names; a trailing # stands for 1, 2, … of a count. */
const nodeId = z
  .string()
  .regex(
    /^[a-z][a-z0-9]{0,11}#?$/,
    "expected a lower-case name of letters and digits, optionally ending in #",
  );

// What scenarios, every node's own list of hosts, and containerlab (the machine itself) mean by these is something else.
const TAKEN = [...DEVICE_WORDS, ANYCAST, ...Object.keys(ROLE_WORDS), "localhost", "host"];
const nodeName = nodeId.regex(
  new RegExp(`^(?!(?:${TAKEN.join("|")})$)`),
  `expected another name than ${oneOf(TAKEN)}`,
);

const howMany = z.number().int().min(1).max(64);

const nodeSchema = z.strictObject({
  role: z
    .enum(["origin", "hop", "device"])
    .describe(
      "origin: opens connections, over equal-cost links where it has several; hop: a router; device: a destination that announces the anycast address",
    ),
  count: z
    .union([howMany, z.string()])
    .optional()
    .describe("for a name that ends in #: how many, a number or the name of a parameter"),
  image: z
    .string()
    .regex(
      /^[a-z0-9][\w.\-/:@]{0,254}$/,
      "expected the name of a container image, such as frr:10.3 or example/edge@sha256:…",
    )
    .optional()
    .describe(
      "container image that the node runs instead of the usual one; containerlab alone can do that, and it must be on the host",
    ),
  ecmp: z
    .boolean()
    .optional()
    .describe(
      "the hop whose equal-cost choice is the subject: captured at each of its member links",
    ),
});

const linkSchema = z
  .tuple([nodeId, nodeId])
  .describe(
    "two nodes; a name with # stands for each of its nodes, both ends with # pair up by number",
  );

const prependSchema = z.strictObject({
  node: nodeId,
  towards: nodeId.describe("the neighbour that sees the longer path"),
  count: z.number().int().min(1).max(8).describe("how often its AS number is added"),
});

const parameterSchema = z.strictObject({ default: howMany, min: howMany, max: howMany });

/** A topology file. */
export const topologySchema = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,31}$/, "expected a lower-case name of letters, digits and -")
    .describe("the same as its file's, without .yaml"),
  title: z.string().describe("one line: what it shows"),
  parameters: z
    .record(z.string(), parameterSchema)
    .default({})
    .describe("counts that a scenario can choose: name to default and bounds"),
  anycast: z
    .strictObject({
      ipv4: z.ipv4("expected an IPv4 address"),
      ipv6: z.ipv6("expected an IPv6 address"),
    })
    .default({ ipv4: "203.0.113.10", ipv6: "2001:db8:cafe::10" })
    .describe("address that every device announces"),
  nodes: z.record(nodeName, nodeSchema).describe("name to what it is"),
  links: z
    .array(linkSchema)
    .min(1)
    .describe("veth pairs, with an eBGP session where both ends speak BGP"),
  ring: nodeId
    .optional()
    .describe(
      "a counted name of devices, such as dest#: each is linked with the next and the last with the first, without any BGP session",
    ),
  prepend: z
    .array(prependSchema)
    .default([])
    .describe("AS-path prepending from the start, so that one of two paths is preferred"),
});

/** A topology file as read. */
export type TopologySpec = z.infer<typeof topologySchema>;
