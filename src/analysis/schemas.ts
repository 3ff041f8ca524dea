import { z } from "zod";
import type { Fault } from "../packet/index.js";
import { ANALYSIS_VERSION, GRADES, MAX_LISTED, OUTCOMES } from "./kinds.js";

const count = z.number().int().min(0);

export const outcomeSchema = z.enum(OUTCOMES);
/** How a connection ended. */
export type Outcome = z.infer<typeof outcomeSchema>;

export const resetSchema = z.strictObject({
  by: z.enum(["client", "server"]).describe("which side sent the RST"),
  how: z
    .enum(["no-socket", "abort", "middlebox"])
    .describe(
      "no-socket: no ACK flag and seq = an ack of the other side, where that was captured (RFC 9293 3.5.2 group 1); abort: with ACK flag, or with the next number of its own sender, by a host that has the connection; middlebox: fits neither end",
    ),
  phase: z
    .enum(["handshake", "first-data", "transfer", "idle", "close"])
    .describe(
      "close: after a FIN; idle: after 1 s or longer without a packet; handshake: nothing else was sent; first-data: its sender had neither sent payload nor acknowledged any; transfer: later, or the beginning is missing",
    ),
  afterMs: z.number().describe("milliseconds from the first packet to the RST"),
  afterBytes: count.describe("payload bytes of both sides before the RST"),
});
/** What a reset looked like. */
export type Reset = z.infer<typeof resetSchema>;

const signSchema = z.strictObject({
  id: z.string().describe("stable name of the sign, for example no-socket-rst or ttl-changed"),
  for: z.boolean().describe("true: speaks for a shift; false: speaks against one"),
  text: z.string().describe("the sign in a sentence"),
});
/** One independent sign for or against a shift, with the packet that shows it. */
export type Sign = z.infer<typeof signSchema>;

export const shiftedSchema = z.strictObject({
  grade: z.enum(GRADES).describe("how sure that is"),
  signs: z.array(signSchema).describe("what speaks for it and against it"),
  reason: z.string().describe("the grade's reason in one sentence"),
});

export const connectionRecordSchema = z.strictObject({
  client: z.string().describe("ip:port or [ip6]:port of the side that opened"),
  server: z.string().describe("ip:port or [ip6]:port"),
  opener: z.enum(["SYN", "SYN-ACK", "guess"]).describe("how it is known who opened"),
  packets: z.strictObject({ client: count, server: count }).describe("by the side that sent them"),
  bytes: z
    .strictObject({ client: count, server: count })
    .describe("TCP payload bytes, retransmissions included, those of RSTs not"),
  start: z.string().describe("wall clock of the first packet, ISO 8601 with nanoseconds"),
  startNs: z.string().describe("the same as nanoseconds since the Unix epoch, decimal text"),
  durationMs: z
    .number()
    .describe(
      "milliseconds from the first packet to the last; below 0 where the clock was set back",
    ),
  sequence: z
    .string()
    .describe(
      "tcpdump's flags with direction, runs folded: >[S] <[S.] >[.] >[P.]×3 <[R]; of long connections the first and last 8 runs, and between them …×N for N packets left out; of what came after the end the first 4 runs, then …×N for the others",
    ),
  flags: z
    .array(z.string())
    .optional()
    .describe("with --packets: the same unfolded, one entry a packet"),
  state: z.string().describe("Zeek's conn_state"),
  history: z.string().describe("Zeek's history; one of more than 32 characters ends in …"),
  retransmissions: count.describe("segments sent again, of both sides"),
  gaps: count.describe(
    "holes below payload or below an ack of the other side that the capture never filled",
  ),
  outcome: outcomeSchema.describe("how it ended, by the first terminal event"),
  reset: resetSchema.optional().describe("the RST that ended it"),
  shifted: shiftedSchema.describe("whether its packets reached another device, by this capture"),
  capture: z
    .string()
    .optional()
    .describe("with captures from several points: the file that shows the connection like this"),
});
/**
 * One TCP connection of a capture: the record that `analyze --json` prints and that verdicts are built on. What each field
 * means stands in docs/analyzer.md.
 */
export type ConnectionRecord = z.infer<typeof connectionRecordSchema>;

const groupSchema = z.strictObject({
  label: z.string(),
  connections: count,
  shifted: count.describe("of those, certain and likely"),
});
/** Connections that have something in common, and how many of them were shifted. */
export type Group = z.infer<typeof groupSchema>;

const triggerSchema = z.strictObject({
  text: z.string().describe("what the connections of `having` have in common"),
  having: groupSchema,
  others: groupSchema,
});
/** A property of connections, measured on those that have it and on the others. */
export type Trigger = z.infer<typeof triggerSchema>;

const burstSchema = z.strictObject({
  start: z.string().describe("ISO 8601 with milliseconds"),
  withinMs: z.number().describe("milliseconds from the first to the last of them"),
  shifts: count,
  of: count.describe("shifts in the whole capture"),
});
/** Many shifts at once: the sign of an event in the network. */
export type Burst = z.infer<typeof burstSchema>;

const summarySchema = z.strictObject({
  connections: count,
  outcomes: z.record(z.enum(OUTCOMES), count),
  shifted: z
    .record(z.enum(GRADES), count)
    .describe("by grade; what follows counts certain and likely ones as shifted"),
  origins: z
    .array(groupSchema)
    .describe(`by address, those with most shifts first; ${MAX_LISTED} at most`),
  servers: z
    .array(groupSchema)
    .describe(`by address and port, those with most shifts first; ${MAX_LISTED} at most`),
  sizes: z.array(groupSchema).describe("by payload bytes of both sides"),
  ages: z.array(groupSchema).describe("by time from the first packet to the RST, or to the last"),
  triggers: z
    .strictObject({ origins: triggerSchema, sizes: triggerSchema, persistence: triggerSchema })
    .describe("what connections that were shifted have in common"),
  burst: burstSchema
    .optional()
    .describe(
      "the second in which most shifts fell, where there are several, and not more than can be looked through",
    ),
});
/** What all connections together show; of several capture points, their views. */
export type Summary = z.infer<typeof summarySchema>;

const totalsSchema = z.strictObject({
  points: count.describe(
    "places that the files were captured at: those that do not overlap in time are of one",
  ),
  packets: count,
  tcp: count,
  fragments: count.describe("later fragments of TCP segments, which are no packets of their own"),
  tooBig: count.describe("ICMP messages that a TCP segment is too big"),
  evicted: count.describe("connections told early because there were more than could be held"),
  skipped: z.record(z.string(), count).describe("packets that were left out, by reason"),
});
/** What was read. */
export type Totals = z.infer<typeof totalsSchema>;

/** Where the reading of a file stopped before its end. */
const faultSchema: z.ZodType<Fault> = z.strictObject({
  file: z.string().describe("path, or - for standard input"),
  offset: count.describe("byte of the uncompressed capture"),
  message: z.string(),
});

/** The document that `analyze --json` prints. */
export const analysisDocumentSchema = z.strictObject({
  version: z.literal(ANALYSIS_VERSION),
  files: z.array(z.string()),
  connections: z
    .array(connectionRecordSchema)
    .describe("those that --only and --vip let through, in order of their first packets"),
  totals: totalsSchema,
  faults: z.array(faultSchema),
  summary: summarySchema,
});
