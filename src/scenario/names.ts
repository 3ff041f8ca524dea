import { z } from "zod";
import { references } from "./references.js";

/** A name that a scenario gives. */
export const id = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,62}$/, "expected a lower-case name of letters, digits and -");

/** The name of a scenario, whose folder among the results must not be the link to the newest run. */
export const scenarioName = id.regex(
  /^(?!latest$)/,
  "expected another name: latest leads to the newest run",
);

/** A program or one of its arguments, which end at a NUL. */
export const argument = z
  .string("expected text, in quotes where YAML takes it for a number")
  .min(1, "expected at least 1 character")
  .refine((text) => !text.includes("\0"), "expected text without NUL");

/** The value of a sysctl, which becomes an argument. */
export const sysctlValue = z.union([z.number().int(), argument]);

const nodeName = () => z.string().regex(/^[a-z][a-z0-9]{0,11}$/, "expected the name of a node");
/** A network sysctl. */
export const sysctlKey = z
  .string()
  .regex(
    /^net\.[a-z0-9_.]+$/,
    "expected a network sysctl such as net.ipv4.fib_multipath_hash_policy",
  );

/** Names that must exist in the scenario's topology or among its traffic. */
export const nodeRef = nodeName().register(references, { kind: "node" });
export const hopRef = nodeName().register(references, { kind: "hop" });
export const originRef = nodeName().register(references, { kind: "origin" });
export const link = z.tuple([nodeName(), nodeName()]).register(references, { kind: "link" });
export const memberLink = z
  .tuple([nodeName(), nodeName()])
  .register(references, { kind: "member-link" });
export const trafficRef = id.clone().register(references, { kind: "traffic" });
