import { RECORD_WORDS, START_SEC_AT } from "./layout.js";
import type { RecordView } from "./records.js";
import { TTL_SHIFT } from "./reset-bits.js";

/** The facts of one connection that belong to both sides: a window that is moved from record to record. */
export class ConnectionView implements RecordView {
  words: Int32Array = new Int32Array(0);
  doubles: Float64Array = new Float64Array(0);
  at = 0;
  base = 0;

  /** Moves the window to a record. */
  move(id: number): void {
    this.at = this.base + id * RECORD_WORDS;
  }

  /** The bits of CONNECTION. */
  get flags(): number {
    return this.words[this.at] as number;
  }

  /** Port of side 0 in the upper half, of side 1 in the lower. */
  get ports(): number {
    return this.words[this.at + 1] as number;
  }

  /** Time of the last packet, nanoseconds since the base second of the analysis. */
  get lastTime(): number {
    return this.doubles[(this.at + 12) >>> 1] as number;
  }

  /** Runs of the sequence so far. */
  get runCount(): number {
    return this.words[this.at + 14] as number;
  }

  /** Packets in runs that are no longer kept. */
  get leftOut(): number {
    return this.words[this.at + 15] as number;
  }

  /** Time of the first packet, as lastTime. */
  get startTime(): number {
    return this.doubles[(this.at + 16) >>> 1] as number;
  }

  /** Seconds since the Unix epoch at its first packet. */
  get startSec(): number {
    return this.doubles[(this.at + START_SEC_AT) >>> 1] as number;
  }

  /** Nanoseconds within that second. */
  get startNanos(): number {
    return this.words[this.at + 38] as number;
  }

  /** Time of the RST that ended it. */
  get resetTime(): number {
    return this.doubles[(this.at + 18) >>> 1] as number;
  }

  /** Payload bytes of both sides before that RST. */
  get resetBytes(): number {
    return this.doubles[(this.at + 20) >>> 1] as number;
  }

  /** Number of the first packet among all packets of the analysis. */
  get startOrder(): number {
    return this.doubles[(this.at + 22) >>> 1] as number;
  }

  /** Characters of the history, those that did not fit included. */
  get histLength(): number {
    return this.words[this.at + 24] as number;
  }

  /** Microseconds from the last SYN to the first SYN-ACK, or UNKNOWN. */
  get handshakeUs(): number {
    return this.words[this.at + 25] as number;
  }

  /** The bits of SIGN, once it is judged. */
  get signs(): number {
    return this.words[this.at + 27] as number;
  }

  /** What the engine makes of it: the fields of JUDGED, once it is judged. */
  get judgement(): number {
    return this.words[this.at + 39] as number;
  }

  /** TTL of that RST. */
  get resetTtl(): number {
    return (this.words[this.at + 26] as number) >>> TTL_SHIFT;
  }

  /** IP identification of that RST. */
  get resetIpId(): number {
    return this.words[this.at + 28] as number;
  }

  /** Microseconds from the other side's last segment to that RST, or UNKNOWN. */
  get resetRttUs(): number {
    return this.words[this.at + 29] as number;
  }

  /** Milliseconds of silence before the answered segment, or before a RST with ACK flag. */
  get resetIdleMs(): number {
    return this.words[this.at + 30] as number;
  }

  /** Retransmissions of the answered segment before the RST. */
  get resetRetries(): number {
    return this.words[this.at + 31] as number;
  }

  /** Smallest MTU that a router told in "too big" messages; 0 without one. */
  get mtu(): number {
    return this.words[this.at + 32] as number;
  }

  /** Packets after the runs that are kept of what came after the end. */
  get latePackets(): number {
    return this.words[this.at + 35] as number;
  }
}
