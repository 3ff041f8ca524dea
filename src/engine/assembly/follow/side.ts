import * as CONNECTION from "../../connection-bits";
import * as STATE from "../../endpoint-states";
import { RECORD_WORDS, SIDE_AT, SIDE_WORDS } from "../../layout";
import * as SIDE from "../../side-bits";
import { Connection } from "./connection";

/** The facts of one side of one connection, as they stand in its record. ../../side-view.ts looks at some of them. */
@unmanaged
export class Side {
  /** The bits of SIDE, Zeek's endpoint states among them. */
  facts: i32;
  /** Zeek's start_seq: the SYN's number, or one below the first number seen. */
  startSeq: i32;
  /** Zeek's last_seq: highest number sent, plus one. */
  lastSeq: i32;
  /** Zeek's ack_seq: highest number that the other side has acknowledged. */
  ackSeq: i32;
  /** Every number below this was captured or given up. */
  contiguous: i32;
  /** Ack field of the last segment sent that had the ACK flag. */
  lastAck: i32;
  /** Time of the last segment sent that was no RST, nanoseconds since the base second. */
  lastTime: f64;
  /** Payload bytes sent, retransmissions included. */
  bytes: f64;
  /** Packets sent. */
  packets: i32;
  /** Up to four distinct TTLs, the first in the lowest byte; with SIDE.COPY_TTL that of copies in the uppermost. */
  ttls: i32;
  /** TSval of the last segment that had one. */
  tsVal: i32;
  /** Milliseconds of silence before the last segment that was no retransmission. */
  idleMs: i32;
  /** Ack field of the last segment with payload. */
  lastDataAck: i32;
  /** Flow label and traffic class of the first segment; above them the print or the IP id of the last one. */
  label: i32;
  /** Ack fields before lastAck that differed, newest first. */
  olderAck0: i32;
  /** See olderAck0. */
  olderAck1: i32;
  /** How often the same segment was sent again, with no answer of the other side between; valid while SIDE.REPEATING. */
  tailRetries: i32;
  /** Zeek's hist_last_SYN. */
  histLastSyn: i32;
  /** Zeek's hist_last_FIN. */
  histLastFin: i32;
  /** Zeek's hist_last_RST. */
  histLastRst: i32;
  /** Number after the FIN. */
  finSeq: i32;
  /** Initial sequence number of the last SYN sent. */
  isn: i32;
  /** Retransmissions. */
  retries: i32;
  /** Holes that an acknowledgement passed over or that were given up. */
  gaps: i32;
  /** Zeek's count of retransmissions. */
  zeekRetries: i32;
  /** Zeek's count of gaps. */
  zeekGaps: i32;
  /** Zeek's count of zero windows. */
  zeroWindows: i32;
  /** Record that holds the blocks above a hole, while there are any. */
  blocks: i32;
  /** Holes below blocks that nothing has filled or acknowledged yet: as many as there are blocks. */
  openHoles: i32;
  /**
   * Number of the record of its device plus one, where a RST that ended the connection raises the question whether the
   * device restarted; 0 elsewhere.
   */
  device: i32;
}

const SIDE_SHIFT: i32 = 7;

/** A side of a connection. */
export function sideAt(connection: Connection, side: i32): Side {
  return changetype<Side>(changetype<usize>(connection) + ((SIDE_AT + side * SIDE_WORDS) << 2));
}

/** The connection of a side. */
export function connectionOf(side: Side): Connection {
  return changetype<Connection>(changetype<usize>(side) & ~((RECORD_WORDS << 2) - 1));
}

/** 0 for the sender of the connection's first packet, 1 for the other side: records begin at multiples of their size. */
export function numberOf(side: Side): i32 {
  return (<i32>changetype<usize>(side) >>> SIDE_SHIFT) & 1;
}

/** Zeek's state of an endpoint. */
export function stateOf(side: Side): i32 {
  return (side.facts >>> SIDE.ZEEK_SHIFT) & SIDE.ZEEK_MASK;
}

/** The state it was in before. */
export function stateBefore(side: Side): i32 {
  return (side.facts >>> (SIDE.ZEEK_SHIFT + SIDE.ZEEK_BITS)) & SIDE.ZEEK_MASK;
}

/** Changes the state and remembers the one before. */
export function setState(side: Side, state: i32): void {
  const before = stateOf(side);
  if (before === state) return;
  const others = side.facts & ~SIDE.ZEEK_STATES;
  side.facts = others | (state << SIDE.ZEEK_SHIFT) | (before << (SIDE.ZEEK_SHIFT + SIDE.ZEEK_BITS));
}

/** Whether both of Zeek's ends are up, or closing from there. */
export function isClean(side: Side): bool {
  const state = stateOf(side);
  if (state === STATE.ESTABLISHED) return true;
  return state === STATE.CLOSED && stateBefore(side) === STATE.ESTABLISHED;
}

/** Whether a side has asked for a connection and acknowledged nothing yet. */
export function hasSentSynOnly(side: Side): bool {
  return (side.facts & (SIDE.SYN_SENT | SIDE.HAS_ACK)) === SIDE.SYN_SENT;
}

/** Whether a number lies below the first one of a side, as far as that can be told. */
export function isBelowStart(side: Side, seq: i32): bool {
  return (side.facts & SIDE.BEYOND_HALF) === 0 && seq - side.startSeq < 0;
}

/** Whether a side is Zeek's originator. */
export function isOriginator(connection: Connection, side: Side): bool {
  return (connection.flags & CONNECTION.ORIG_IS_1 ? 1 : 0) === numberOf(side);
}

/** Repetitions of the segment that was sent last, which no answer of the other side followed. */
export function tailRetriesOf(side: Side): i32 {
  return side.facts & SIDE.REPEATING ? side.tailRetries : 0;
}

/** Whether its acks have not all been the same: with the SYN-ACK among them, that it acknowledged more than the SYN. */
export function ackChanged(side: Side): bool {
  return side.lastAck !== side.olderAck0;
}

/** The TTLs of a side's packets, without that of copies. */
export function ownTtls(side: Side): i32 {
  return side.facts & SIDE.COPY_TTL ? side.ttls & ((1 << SIDE.COPY_TTL_SHIFT) - 1) : side.ttls;
}

/** The TTL of copies of a side's packets; 0 where there are none. */
export function copyTtlOf(side: Side): i32 {
  return side.facts & SIDE.COPY_TTL ? side.ttls >>> SIDE.COPY_TTL_SHIFT : 0;
}

/** Whether a TTL was seen from this side, not only of copies. */
export function hasTtl(side: Side, ttl: i32): bool {
  const ttls = ownTtls(side);
  return (
    ttl !== 0 &&
    ((ttls & 0xff) === ttl ||
      ((ttls >>> 8) & 0xff) === ttl ||
      ((ttls >>> 16) & 0xff) === ttl ||
      ttls >>> 24 === ttl)
  );
}
