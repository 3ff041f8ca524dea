import * as CONNECTION from "../../connection-bits";
import * as RESET from "../../reset-bits";

/**
 * The facts of one connection that belong to both sides, as they stand in its record; the history, the runs and the sides
 * follow (../../layout.ts). ../../connection-view.ts looks at some of them.
 */
@unmanaged
export class Connection {
  /** The bits of CONNECTION. */
  flags: i32;
  /** Port of side 0 in the upper half, of side 1 in the lower. */
  ports: i32;
  /** Address of side 0, most significant word first; IPv4 uses its first word alone. */
  address0: i32;
  address1: i32;
  address2: i32;
  address3: i32;
  /** Address of side 1. */
  address4: i32;
  address5: i32;
  address6: i32;
  address7: i32;
  /** What keeps connections of different VLANs apart. */
  domain: i32;
  /** Zeek's hist_seen: codes that stand in the history already, the responder's in the upper half. */
  histSeen: i32;
  /** Time of the last packet, nanoseconds since the base second of the analysis. */
  lastTime: f64;
  /** Runs of the sequence so far. */
  runCount: i32;
  /** Packets in runs that are no longer kept. */
  leftOut: i32;
  /** Time of the first packet, as lastTime. */
  startTime: f64;
  /** Time of the RST that ended it. */
  resetTime: f64;
  /** Payload bytes of both sides before that RST. */
  resetBytes: f64;
  /** Number of the first packet among all packets of the analysis. */
  startOrder: f64;
  /** Characters of the history, those that did not fit included. */
  histLength: i32;
  /** Microseconds from the last SYN to the first SYN-ACK, or UNKNOWN. */
  handshakeUs: i32;
  /** The bits of RESET; the RST's TTL in the uppermost byte. */
  resetFacts: i32;
  /** The bits of SIGN, once it is judged; before, `resetEnd` stands in its place. */
  signs: i32;
  /** IP identification of that RST, or NO_ID. */
  resetIpId: i32;
  /** Microseconds from the other side's last segment to that RST, or UNKNOWN. */
  resetRttUs: i32;
  /** Milliseconds of silence before the answered segment, or before a RST with ACK flag. */
  resetIdleMs: i32;
  /** Retransmissions of the answered segment before the RST. */
  resetRetries: i32;
  /** Smallest MTU that a router told in "too big" messages; 0 without one. */
  mtu: i32;
  /** Of the key, for when the table of slots grows. */
  hash: i32;
  /** Number after the first new payload or FIN that followed the ending RST from its side; valid while CONNECTION.WENT_ON. */
  lifeSeq: i32;
  /** Packets after the runs that are kept of what came after the end. */
  latePackets: i32;
  /** Seconds since the Unix epoch at its first packet. */
  startSec: f64;
  /** Nanoseconds within that second. */
  startNanos: i32;
  /** What the engine makes of it (../../judgement.ts), once it is judged; before, `resetSeq` stands in its place. */
  judgement: i32;

  /** Number of the RST that ended it; valid until it is judged. */
  get resetSeq(): i32 {
    return this.judgement;
  }

  set resetSeq(seq: i32) {
    this.judgement = seq;
  }

  /** Number after the payload that the other side had sent when that RST came; valid until it is judged. */
  get resetEnd(): i32 {
    return this.signs;
  }

  set resetEnd(seq: i32) {
    this.signs = seq;
  }
}

/** TTL of the RST that ended a connection. */
export function resetTtlOf(connection: Connection): i32 {
  return connection.resetFacts >>> RESET.TTL_SHIFT;
}

/** Whether a terminal event was seen. */
export function hasEnded(connection: Connection): bool {
  return (connection.flags & CONNECTION.ENDED) !== 0;
}

/** The side that opened, as far as SYN or SYN-ACK tell; -1 where neither was seen. */
export function openerSide(connection: Connection): i32 {
  const flags = connection.flags;
  if (flags & CONNECTION.SYN_SEEN) return flags & CONNECTION.SYN_FROM_1 ? 1 : 0;
  if (flags & CONNECTION.SYN_ACK_SEEN) return flags & CONNECTION.SYN_ACK_FROM_1 ? 0 : 1;
  return -1;
}

/** The side that opened; else the one that looks less like a server, or who spoke first. */
export function clientSideOf(connection: Connection): i32 {
  const opener = openerSide(connection);
  if (opener >= 0) return opener;
  return connection.flags & CONNECTION.SERVICE_PORT_0 ? 1 : 0;
}

/** The side whose RST is kept. */
export function resetSide(connection: Connection): i32 {
  return connection.flags & CONNECTION.RESET_FROM_1 ? 1 : 0;
}

/** A word of a side's address, the most significant one first; IPv4 uses its first word alone. */
export function addressWord(connection: Connection, side: i32, word: i32): i32 {
  const at = changetype<usize>(connection) + ((<usize>((side << 2) + word)) << 2);
  return load<i32>(at, offsetof<Connection>("address0"));
}

/** A hash of a side's address and of what else tells apart what it is asked of. */
export function addressHash(connection: Connection, side: i32, more: i32): i32 {
  let hash = more;
  for (let word = 0; word < 4; word++) {
    hash = (hash ^ addressWord(connection, side, word)) * 0x9e3779b1;
    hash ^= hash >>> 15;
  }
  return hash;
}

/** The port of a side. */
export function portOf(connection: Connection, side: i32): i32 {
  return (connection.ports >>> (side === 0 ? 16 : 0)) & 0xffff;
}
