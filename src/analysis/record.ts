import type { ConnectionRecord } from "./schemas.js";

export type { ConnectionRecord, Outcome, Reset, Sign } from "./schemas.js";

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
  packets: readonly PacketFact[];
  /** Number of its first packet in its capture: names the connection, as ports can be used again. */
  order: number;
  /** TTL or hop limit of the RST that ended it; means nothing without one. */
  resetTtl: number;
  /** That of the server's first packet that was no RST; 0 without one, or where they are there before and behind a router. */
  serverTtl: number;
  /** Initial sequence number of the server, as 32 bits with sign; undefined where its SYN-ACK was not captured. */
  serverIsn: number | undefined;
}

/** Told of every connection, with the name of the capture that shows it. */
export type ConnectionListener = (connection: TracedConnection, file: string) => void;
