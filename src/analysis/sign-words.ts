import {
  CONNECTION,
  type ConnectionView,
  type DeviceView,
  SIDE,
  SIGN,
  type SideView,
} from "../engine/index.js";
import { tailRetriesOf, ttlsText } from "./facts.js";
import type { Sign } from "./record.js";

const US_PER_MS = 1000;
const US_PER_S = 1e6;

/** What a capture shows of one connection. */
interface Traces {
  connection: ConnectionView;
  client: SideView;
  server: SideView;
  /** The server at its distance; it says nothing where `server.device` is 0. */
  device: DeviceView;
}

/** How one sign is told. */
interface Words {
  id: string;
  for: boolean;
  text: string | ((traces: Traces) => string);
}

const WORDS: Record<keyof typeof SIGN, Words> = {
  NO_SOCKET_RST: {
    id: "no-socket-rst",
    for: true,
    text: "RST without ACK flag whose seq is an ack of the client: its sender had no socket",
  },
  ABORT_RST: {
    id: "abort-rst",
    for: false,
    text: "RST with ACK flag: its sender knew the connection, or sets it always (pf, lwIP)",
  },
  FOREIGN_SEQ: {
    id: "foreign-seq",
    for: false,
    text: "the RST's seq is no ack of the client: it answers none of its segments",
  },
  UNASKED: {
    id: "unasked",
    for: false,
    text: ({ connection }) =>
      `the RST came ${(connection.resetRttUs / US_PER_S).toFixed(1)} s after the client's last segment: it answers none of those captured`,
  },
  ACKED_AFTERWARDS: {
    id: "acked-afterwards",
    for: false,
    text: "the server acknowledged the client's last payload after the RST: it had the connection",
  },
  TTL_CHANGED: {
    id: "ttl-changed",
    for: true,
    text: ({ connection, server }) =>
      `RST with TTL ${connection.resetTtl}, the server's other packets have ${ttlsText(server)}`,
  },
  TTL_SAME: {
    id: "ttl-same",
    for: false,
    text: ({ connection }) => `RST with TTL ${connection.resetTtl}, as the server's other packets`,
  },
  RST_BARE: {
    id: "rst-bare",
    for: true,
    text: "window 0, no options: built without a socket",
  },
  RST_NOT_BARE: {
    id: "rst-bare",
    for: false,
    text: "window or options are set: built from a socket, forged, or signed (TCP MD5, TCP-AO)",
  },
  IP_ID_ZERO: {
    id: "ip-id",
    for: true,
    text: ({ server }) =>
      server.facts & SIDE.IP_ID_SET ? "IP id 0, the server's other packets count" : "IP id 0",
  },
  IP_ID_SET: {
    id: "ip-id",
    for: false,
    text: ({ connection }) => `IP id ${connection.resetIpId}: Linux sends 0 where it has no socket`,
  },
  ANSWERS_DATA: {
    id: "answers-data",
    for: true,
    text: "the server had not acknowledged the client's last payload",
  },
  NOTHING_OUTSTANDING: {
    id: "nothing-outstanding",
    for: false,
    text: "the server had acknowledged all payload of the client",
  },
  SEQ_NEXT: {
    id: "seq-next",
    for: true,
    text: "seq continues what the server sent",
  },
  SEQ_NOT_NEXT: {
    id: "seq-next",
    for: false,
    text: "seq is not the next one of what the server sent: packets were under way or are missing",
  },
  SERVER_CLOSED_FIRST: {
    id: "server-closed-first",
    for: false,
    text: ({ server }) =>
      server.facts & SIDE.FIN_SENT
        ? "the server had sent FIN before: it answers late packets of a closed connection"
        : "the client had acknowledged one number more than was captured of the server: its FIN, or one byte",
  },
  CLIENT_CLOSED_FIRST: {
    id: "client-closed-first",
    for: false,
    text: "the client had sent FIN before: its close was answered, or a packet after it",
  },
  AFTER_IDLE: {
    id: "after-idle",
    for: true,
    text: ({ connection }) =>
      `the answered segment came after ${(connection.resetIdleMs / 1000).toFixed(1)} s of silence`,
  },
  AFTER_RETRANSMISSION: {
    id: "after-retransmission",
    for: true,
    text: ({ connection }) =>
      `the client had to send the answered segment ${connection.resetRetries + 1} times: loss or a silent device before the RST`,
  },
  RTT_STEP: {
    id: "rtt-step",
    for: true,
    text: ({ connection: { handshakeUs, resetRttUs } }) =>
      `round trip ${(handshakeUs / US_PER_MS).toFixed(1)} ms at the handshake, ${(resetRttUs / US_PER_MS).toFixed(1)} ms at the RST`,
  },
  FRAGMENTED: {
    id: "fragmented",
    for: true,
    text: "the answered segment was a fragmented datagram, which has no ports to hash",
  },
  ECN: {
    id: "ecn",
    for: true,
    text: "the client's SYN and its data differ in the ECN bits",
  },
  OTHERS_WENT_ON: {
    id: "others-went-on",
    for: true,
    text: "the server at this distance went on with this connection or another one after it: it has not restarted, unless several devices at this distance share the address",
  },
  ALL_LOST: {
    id: "all-lost",
    for: false,
    text: ({ device }) =>
      `all ${device.reset} connections of this server at this distance that were used again got such a RST: a restart looks the same`,
  },
  TTL_MIXED: {
    id: "ttl-mixed",
    for: true,
    text: ({ server }) => `the server's packets have the TTLs ${ttlsText(server)}`,
  },
  CLOCK_CHANGED: {
    id: "clock-changed",
    for: true,
    text: "the server's TCP timestamps went back: another clock answers",
  },
  SYN_ACKS_DIFFER: {
    id: "syn-acks-differ",
    for: true,
    text: "SYN-ACKs with different initial sequence numbers: several devices answered the SYN, or one that uses SYN cookies",
  },
  LABEL_CHANGED: {
    id: "label-changed",
    for: true,
    text: ({ connection }) =>
      `the client's ${connection.flags & CONNECTION.IPV6 ? "flow label or traffic class" : "traffic class"} changed within the connection`,
  },
  TOO_BIG_IGNORED: {
    id: "too-big-ignored",
    for: true,
    text: ({ connection }) =>
      `a router said that packets above ${connection.mtu} bytes do not pass, yet full-size segments were sent again`,
  },
  SILENCE: {
    id: "silence",
    for: true,
    text: ({ client }) =>
      `the client sent the same segment ${tailRetriesOf(client) + 1} times, and ${client.facts & SIDE.UNREACHABLE ? "only ICMP errors" : "nothing"} came back`,
  },
  STALLED: {
    id: "stalled",
    for: true,
    text: stallText,
  },
  RST_PASSED_OVER: {
    id: "rst-passed-over",
    for: true,
    text: "the client did not accept a RST of a machine without a socket: it had acknowledged more, or both went on",
  },
};

function stallText({ client, server }: Traces): string {
  if (tailRetriesOf(client) >= SIDE.VAIN_RETRIES)
    return `the client sent the same segment ${tailRetriesOf(client) + 1} times, and what came back acknowledged none of it`;
  if (tailRetriesOf(server) >= SIDE.VAIN_RETRIES)
    return `the server sent again what the client had acknowledged, ${tailRetriesOf(server)} times`;
  return "the server had not heard the client's last packet when it gave up: the client's clock that its RST echoes is older (TSecr)";
}

/** The same by the number of the bit. */
const BY_BIT: Words[] = [];
for (const [name, bit] of Object.entries(SIGN))
  BY_BIT[numberOf(bit)] = WORDS[name as keyof typeof SIGN];

/** The signs that are set in `bits`, with the numbers that show them. */
export function tellSigns(bits: number, traces: Traces): Sign[] {
  const signs: Sign[] = [];
  for (let rest = bits; rest !== 0; rest &= rest - 1) {
    const words = BY_BIT[numberOf(rest)] as Words;
    const { text } = words;
    signs.push({
      id: words.id,
      for: words.for,
      text: typeof text === "string" ? text : text(traces),
    });
  }
  return signs;
}

/** The number of the lowest bit that is set. */
function numberOf(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}
