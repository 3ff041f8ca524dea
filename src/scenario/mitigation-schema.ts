import { z } from "zod";
import { argument, sysctlKey, sysctlValue } from "./names.js";

/** Ids of the mitigations of the catalogue, which a scenario may name. */
export const MITIGATION_IDS = [
  "l3-hash",
  "stable-fields",
  "resilient",
  "maglev",
  "connmark",
  "l4-tier",
  "second-chance",
  "rst-suppression",
  "mptcp",
  "drain",
  "client-retry",
] as const;
export type MitigationId = (typeof MITIGATION_IDS)[number];

/** Words for all nodes of a role. */
export const ROLE_WORDS = { devices: "device", hops: "hop", origins: "origin" } as const;

const where = z
  .string()
  .regex(/^[a-z][a-z0-9]{0,11}$/, "expected devices, hops, origins or the name of a node");
const command = z
  .array(argument)
  .min(1)
  .describe("a program and its arguments; no shell reads them");

const partSchema = z.strictObject({
  files: z
    .record(
      z.string().regex(/^[\w-][\w.-]{0,63}$/, "expected a file name without folders"),
      z.string(),
    )
    .default({})
    .describe("file name to text: put into the node's folder /lab/own before anything else"),
  sysctls: z.record(sysctlKey, sysctlValue).default({}).describe("network sysctl to value"),
  nft: z.string().optional().describe("nftables rules, as a file that `nft -f` reads"),
  commands: z
    .array(command)
    .default([])
    .describe("commands, one after another; each must succeed, within 15 s"),
  helpers: z
    .array(command)
    .default([])
    .describe("programs that run as long as the case; one that ends makes it inconclusive"),
});

/** A scenario's own mitigation: what an operator would put in force, node by node. */
export const mitigationSchema = z.strictObject({
  name: z.string().min(1).describe("what reports call it"),
  cost: z.string().optional().describe("what it takes, for reports"),
  at: z
    .record(where, partSchema)
    .describe("`devices`, `hops`, `origins` or the name of a node, to what is done there"),
  check: z
    .array(
      z.strictObject({
        at: where.describe("`devices`, `hops`, `origins` or the name of a node"),
        run: command,
      }),
    )
    .default([])
    .describe("commands that must succeed before the case begins; tried again for ten seconds"),
});
export type OwnMitigation = z.infer<typeof mitigationSchema>;
/** What an own mitigation does at one node. */
export type OwnMitigationPart = z.infer<typeof partSchema>;
