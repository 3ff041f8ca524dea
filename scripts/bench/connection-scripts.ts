import type { Outcome } from "../../src/analysis/index.js";
import { FLAG } from "../../src/packet/index.js";

/** One packet of a scripted connection. */
export interface Step {
  /** True when the client sends it. */
  up: boolean;
  flags: number;
  length: number;
  /** Sent before with the same numbers. */
  again?: boolean;
  /** Comes from a device without a socket: bare RST with the answered segment's ack as its number. */
  stray?: "near" | "far";
  /** Seconds of silence before it. */
  pause?: number;
}

/** What a kind of connection does, and what the analyser must say of it. */
export interface Kind {
  name: string;
  /** Share of all connections, in parts of the sum of all weights. */
  weight: number;
  outcome: Outcome;
  shifted: "certain" | "likely" | "possible" | "no";
  /** Packets before and after its transfer. */
  before: Step[];
  after: Step[];
  /** One round of its transfer; repeated until the connection has the packets that it should have. */
  round?: Step[];
}

const { SYN, ACK, PSH, FIN, RST } = FLAG;
const MSS = 1448;

const syn: Step = { up: true, flags: SYN, length: 0 };
const synAck: Step = { up: false, flags: SYN | ACK, length: 0 };
const upAck: Step = { up: true, flags: ACK, length: 0 };
const downAck: Step = { up: false, flags: ACK, length: 0 };
const request: Step = { up: true, flags: PSH | ACK, length: 310 };
const answer: Step = { up: false, flags: PSH | ACK, length: 820 };
const upload: Step = { up: true, flags: ACK, length: MSS };
const download: Step = { up: false, flags: ACK, length: MSS };
const upFin: Step = { up: true, flags: FIN | ACK, length: 0 };
const downFin: Step = { up: false, flags: FIN | ACK, length: 0 };

const handshake = [syn, synAck, upAck];
const close = [upFin, downFin, upAck];
const exchange = [request, downAck, answer, upAck];

/** The outcomes that the bench's capture is mixed of. */
export const KINDS: readonly Kind[] = [
  {
    name: "request and answer",
    weight: 40,
    outcome: "closed",
    shifted: "no",
    before: [...handshake, ...exchange],
    round: exchange,
    after: close,
  },
  {
    name: "download",
    weight: 14,
    outcome: "closed",
    shifted: "no",
    before: [...handshake, request, downAck],
    round: [download, download, upAck],
    after: close,
  },
  {
    name: "upload with loss",
    weight: 8,
    outcome: "closed",
    shifted: "no",
    before: [...handshake, upload, { ...upload, again: true }, downAck],
    round: [upload, downAck],
    after: close,
  },
  {
    name: "closed, then RST of a socket that has gone",
    weight: 4,
    outcome: "closed",
    shifted: "no",
    before: [...handshake, ...exchange],
    after: [downFin, upFin, { up: false, flags: RST, length: 0 }],
  },
  {
    name: "refused",
    weight: 5,
    outcome: "refused",
    shifted: "no",
    before: [syn, { up: false, flags: RST | ACK, length: 0 }],
    after: [],
  },
  {
    name: "unanswered",
    weight: 4,
    outcome: "unanswered",
    shifted: "no",
    before: [syn, { ...syn, again: true, pause: 1 }, { ...syn, again: true, pause: 2 }],
    after: [],
  },
  {
    name: "half-open",
    weight: 2,
    outcome: "half-open",
    shifted: "no",
    before: [syn, synAck, { ...synAck, again: true, pause: 1 }],
    after: [],
  },
  {
    name: "aborted by the server",
    weight: 4,
    outcome: "reset",
    shifted: "no",
    before: [...handshake, request, downAck],
    round: exchange,
    after: [{ up: false, flags: RST | ACK, length: 0 }],
  },
  {
    name: "aborted by the client",
    weight: 3,
    outcome: "reset",
    shifted: "no",
    before: [...handshake, ...exchange],
    round: exchange,
    after: [{ up: true, flags: RST | ACK, length: 0 }],
  },
  {
    name: "shifted in an upload, to a device at another distance",
    weight: 6,
    outcome: "reset",
    shifted: "certain",
    before: [...handshake, upload, downAck],
    round: [upload, downAck],
    after: [upload, { up: false, flags: RST, length: 0, stray: "far" }],
  },
  {
    name: "shifted after idling, to a device at the same distance",
    weight: 4,
    outcome: "reset",
    // A server that has closed, and whose FIN was lost, would look the same.
    shifted: "possible",
    before: [...handshake, ...exchange],
    after: [
      { ...request, pause: 20 },
      { up: false, flags: RST, length: 0, stray: "near" },
    ],
  },
  {
    name: "open at the end",
    weight: 4,
    outcome: "open",
    shifted: "no",
    before: [...handshake, ...exchange],
    round: exchange,
    after: [],
  },
  {
    name: "begun before the capture",
    weight: 2,
    outcome: "partial",
    shifted: "no",
    before: [request, downAck],
    round: exchange,
    after: [],
  },
];

/** Packets that a connection has on average without any transfer round. */
export const MEAN_LEAST_PACKETS =
  KINDS.reduce((sum, kind) => sum + kind.weight * (kind.before.length + kind.after.length), 0) /
  KINDS.reduce((sum, kind) => sum + kind.weight, 0);

/** Packets that the last connection of a capture has at least. */
const LEAST_FILLER_PACKETS = handshake.length + exchange.length;

/** A connection of exactly so many packets: the last one of a capture, which brings it to its size. */
export function fillerKind(packets: number): Kind {
  const repeats = Math.max(0, packets - LEAST_FILLER_PACKETS);
  return {
    name: "filler",
    weight: 0,
    outcome: "open",
    shifted: "no",
    before: [...handshake, ...exchange, ...Array.from({ length: repeats }, () => upAck)],
    after: [],
  };
}
