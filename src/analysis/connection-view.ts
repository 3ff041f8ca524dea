import { type Chunk, EMPTY_CHUNK } from "./layout.js";

/** The facts of one connection that belong to both sides: a window that is moved from record to record. */
export class ConnectionView {
  words: Int32Array = EMPTY_CHUNK.words;
  doubles: Float64Array = EMPTY_CHUNK.doubles;
  /** Index of the record's first word. */
  at = 0;

  /** Moves the window. */
  move(chunk: Chunk, at: number): void {
    this.words = chunk.words;
    this.doubles = chunk.doubles;
    this.at = at;
  }

  /** The bits of CONNECTION. */
  get flags(): number {
    return this.words[this.at] as number;
  }
  set flags(value: number) {
    this.words[this.at] = value;
  }

  /** Port of side 0 in the upper half, of side 1 in the lower. */
  get ports(): number {
    return this.words[this.at + 1] as number;
  }
  set ports(value: number) {
    this.words[this.at + 1] = value;
  }

  /** Packets of both sides. */
  get packets(): number {
    return this.words[this.at + 11] as number;
  }
  set packets(value: number) {
    this.words[this.at + 11] = value;
  }

  /** Zeek's hist_seen: codes that stand in the history already, the responder's in the upper half. */
  get histSeen(): number {
    return this.words[this.at + 12] as number;
  }
  set histSeen(value: number) {
    this.words[this.at + 12] = value;
  }

  /** Characters of the history, those that did not fit included. */
  get histLength(): number {
    return this.words[this.at + 13] as number;
  }
  set histLength(value: number) {
    this.words[this.at + 13] = value;
  }

  /** Runs of the sequence so far. */
  get runCount(): number {
    return this.words[this.at + 22] as number;
  }
  set runCount(value: number) {
    this.words[this.at + 22] = value;
  }

  /** Packets in runs that are no longer kept. */
  get leftOut(): number {
    return this.words[this.at + 23] as number;
  }
  set leftOut(value: number) {
    this.words[this.at + 23] = value;
  }

  /** Seconds of the first packet since the epoch. */
  get startSec(): number {
    return this.doubles[(this.at + 44) >>> 1] as number;
  }
  set startSec(value: number) {
    this.doubles[(this.at + 44) >>> 1] = value;
  }

  /** Time of the last packet, nanoseconds since the analysis's base second. */
  get lastTime(): number {
    return this.doubles[(this.at + 46) >>> 1] as number;
  }
  set lastTime(value: number) {
    this.doubles[(this.at + 46) >>> 1] = value;
  }

  /** Number of the first packet among all packets of the analysis. */
  get startOrder(): number {
    return this.doubles[(this.at + 48) >>> 1] as number;
  }
  set startOrder(value: number) {
    this.doubles[(this.at + 48) >>> 1] = value;
  }

  /** Nanoseconds of the first packet within its second. */
  get startNanos(): number {
    return this.words[this.at + 50] as number;
  }
  set startNanos(value: number) {
    this.words[this.at + 50] = value;
  }

  /** Microseconds from the last SYN to the first SYN-ACK, or UNKNOWN. */
  get handshakeUs(): number {
    return this.words[this.at + 51] as number;
  }
  set handshakeUs(value: number) {
    this.words[this.at + 51] = value;
  }

  /** Time of the RST that ended it. */
  get resetTime(): number {
    return this.doubles[(this.at + 52) >>> 1] as number;
  }
  set resetTime(value: number) {
    this.doubles[(this.at + 52) >>> 1] = value;
  }

  /** Payload bytes of both sides before that RST. */
  get resetBytes(): number {
    return this.doubles[(this.at + 54) >>> 1] as number;
  }
  set resetBytes(value: number) {
    this.doubles[(this.at + 54) >>> 1] = value;
  }

  /** The bits of RESET. */
  get resetFacts(): number {
    return this.words[this.at + 56] as number;
  }
  set resetFacts(value: number) {
    this.words[this.at + 56] = value;
  }

  /** TTL of that RST. */
  get resetTtl(): number {
    return this.words[this.at + 57] as number;
  }
  set resetTtl(value: number) {
    this.words[this.at + 57] = value;
  }

  /** IP identification of that RST. */
  get resetIpId(): number {
    return this.words[this.at + 58] as number;
  }
  set resetIpId(value: number) {
    this.words[this.at + 58] = value;
  }

  /** Microseconds from the answered segment to that RST, or UNKNOWN. */
  get resetRttUs(): number {
    return this.words[this.at + 59] as number;
  }
  set resetRttUs(value: number) {
    this.words[this.at + 59] = value;
  }

  /** Milliseconds of silence before the answered segment. */
  get resetIdleMs(): number {
    return this.words[this.at + 60] as number;
  }
  set resetIdleMs(value: number) {
    this.words[this.at + 60] = value;
  }

  /** Smallest MTU that a router told in \"too big\" messages; 0 without one. */
  get mtu(): number {
    return this.words[this.at + 61] as number;
  }
  set mtu(value: number) {
    this.words[this.at + 61] = value;
  }

  /** Retransmissions of the answered segment before the RST. */
  get resetRetries(): number {
    return this.words[this.at + 62] as number;
  }
  set resetRetries(value: number) {
    this.words[this.at + 62] = value;
  }

  /** Time of the first packet, as lastTime. */
  get startTime(): number {
    return this.doubles[(this.at + 42) >>> 1] as number;
  }
  set startTime(value: number) {
    this.doubles[(this.at + 42) >>> 1] = value;
  }
}
