import { z } from "zod";

/** How a connection ended, by the first terminal event seen. */
export const OUTCOMES = [
  "closed", // FIN from both sides
  "reset", // RST after the handshake
  "refused", // RST as the answer to the SYN
  "unanswered", // SYN, and nothing came back
  "half-open", // only part of the handshake or of the close was seen
  "open", // established and not ended when the capture stopped
  "partial", // the beginning was not captured, or one direction only, and no end was seen
] as const;
export const outcomeSchema = z.enum(OUTCOMES);
export type Outcome = z.infer<typeof outcomeSchema>;

/** What a reset looked like. */
export const resetSchema = z.strictObject({
  by: z.enum(["client", "server"]).describe("which side sent the RST"),
  how: z
    .enum(["no-socket", "abort", "middlebox"])
    .describe(
      "no-socket: no ACK flag and seq = an ack of the other side (RFC 9293 3.5.2 group 1); abort: RST with ACK by a host that has the connection; middlebox: fits neither end",
    ),
  phase: z.enum(["handshake", "first-data", "transfer", "idle", "close"]),
  afterMs: z.number().describe("milliseconds from the first packet to the RST"),
  afterBytes: z.number().int().describe("payload bytes of both sides before the RST"),
});
export type Reset = z.infer<typeof resetSchema>;

/** One independent sign for or against a shift, with the packet that shows it. */
export const signSchema = z.strictObject({
  id: z.string().describe("stable name of the sign, for example no-socket-rst or ttl-changed"),
  for: z.boolean().describe("true: speaks for a shift; false: speaks against one"),
  text: z.string(),
});
export type Sign = z.infer<typeof signSchema>;

/** How sure a shift is, from one capture alone. */
export const GRADES = ["certain", "likely", "possible", "no"] as const;
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

/** One packet of a connection, kept only on request (reports and proofs need it, large captures cannot afford it). */
export interface PacketFact {
  /** Nanoseconds since the Unix epoch. */
  ns: bigint;
  /** 0-based number of the packet in its capture file. */
  index: number;
  /** ">" from the client, "<" from the server. */
  dir: ">" | "<";
  /** As tcpdump prints them: S, S., ., P., F., R, R. */
  flags: string;
  seq: number;
  ack: number;
  window: number;
  /** Payload bytes, from the IP length. */
  length: number;
  /** IPv4 TTL or IPv6 hop limit. */
  ttl: number;
  /** IPv4 identification; -1 for IPv6 without a fragment header. */
  ipId: number;
  /** True when this packet was the first fragment of a larger datagram. */
  fragment: boolean;
}

/** A connection together with its packets, when `keepPackets` was asked for. */
export interface TracedConnection {
  record: ConnectionRecord;
  packets: PacketFact[];
  /** Number of its first packet in its capture: names the connection, as ports can be used again. */
  order: number;
}
