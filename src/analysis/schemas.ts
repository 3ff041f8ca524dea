import { z } from "zod";
import { GRADES, OUTCOMES } from "./kinds.js";

export const outcomeSchema = z.enum(OUTCOMES);
export type Outcome = z.infer<typeof outcomeSchema>;

/** What a reset looked like. */
export const resetSchema = z.strictObject({
  by: z.enum(["client", "server"]).describe("which side sent the RST"),
  how: z
    .enum(["no-socket", "abort", "middlebox"])
    .describe(
      "no-socket: no ACK flag and seq = an ack of the other side, where that was captured (RFC 9293 3.5.2 group 1); abort: RST with ACK by a host that has the connection; middlebox: fits neither end",
    ),
  phase: z.enum(["handshake", "first-data", "transfer", "idle", "close"]),
  afterMs: z.number().describe("milliseconds from the first packet to the RST"),
  afterBytes: z.number().int().describe("payload bytes of both sides before the RST"),
});
export type Reset = z.infer<typeof resetSchema>;

/** One independent sign for or against a shift, with the packet that shows it. */
const signSchema = z.strictObject({
  id: z.string().describe("stable name of the sign, for example no-socket-rst or ttl-changed"),
  for: z.boolean().describe("true: speaks for a shift; false: speaks against one"),
  text: z.string(),
});
export type Sign = z.infer<typeof signSchema>;

export const shiftedSchema = z.strictObject({
  grade: z.enum(GRADES),
  signs: z.array(signSchema),
  reason: z.string().describe("the grade's reason in one sentence"),
});

/** One TCP connection of a capture: the record that `analyze --json` prints and that verdicts are built on. */
export const connectionRecordSchema = z.strictObject({
  client: z.string().describe("ip:port or [ip6]:port of the side that opened"),
  server: z.string().describe("ip:port or [ip6]:port"),
  opener: z.enum(["SYN", "SYN-ACK", "guess"]).describe("how it is known who opened"),
  packets: z.strictObject({ client: z.number().int(), server: z.number().int() }),
  bytes: z
    .strictObject({ client: z.number().int(), server: z.number().int() })
    .describe("TCP payload bytes, retransmissions included"),
  start: z.string().describe("wall clock of the first packet, ISO 8601 with nanoseconds"),
  startNs: z.string().describe("the same as nanoseconds since the Unix epoch, decimal text"),
  durationMs: z.number(),
  sequence: z
    .string()
    .describe(
      "tcpdump's flags with direction, runs folded: >[S] <[S.] >[.] >[P.]×3 <[R]; of long connections the first and last 8 runs, and between them …×N for N packets left out",
    ),
  flags: z
    .array(z.string())
    .optional()
    .describe("with --packets: the same unfolded, one entry a packet"),
  state: z.string().describe("Zeek's conn_state"),
  history: z.string().describe("Zeek's history; one of more than 32 characters ends in …"),
  retransmissions: z.number().int(),
  gaps: z.number().int().describe("holes in the sequence space that the capture never filled"),
  outcome: outcomeSchema,
  reset: resetSchema.optional(),
  shifted: shiftedSchema,
  capture: z
    .string()
    .optional()
    .describe("with captures from several points: the file that shows the connection like this"),
});
export type ConnectionRecord = z.infer<typeof connectionRecordSchema>;
