import { RECORD_WORDS, type RecordView } from "./layout.js";

/** The facts of one connection that belong to both sides: a window that is moved from record to record. */
export class ConnectionView implements RecordView {
  words: Int32Array = new Int32Array(0);
  doubles: Float64Array = new Float64Array(0);
  at = 0;

  /** Moves the window to a record. */
  move(id: number): void {
    this.at = id * RECORD_WORDS;
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

  /** Zeek's hist_seen: codes that stand in the history already, the responder's in the upper half. */
  get histSeen(): number {
    return this.words[this.at + 11] as number;
  }
  set histSeen(value: number) {
    this.words[this.at + 11] = value;
  }

  /** Time of the last packet, nanoseconds since the base second of the analysis. */
  get lastTime(): number {
    return this.doubles[(this.at + 12) >>> 1] as number;
  }
  set lastTime(value: number) {
    this.doubles[(this.at + 12) >>> 1] = value;
  }

  /** Runs of the sequence so far. */
  get runCount(): number {
    return this.words[this.at + 14] as number;
  }
  set runCount(value: number) {
    this.words[this.at + 14] = value;
  }

  /** Packets in runs that are no longer kept. */
  get leftOut(): number {
    return this.words[this.at + 15] as number;
  }
  set leftOut(value: number) {
    this.words[this.at + 15] = value;
  }

  /** Time of the first packet, as lastTime. */
  get startTime(): number {
    return this.doubles[(this.at + 104) >>> 1] as number;
  }
  set startTime(value: number) {
    this.doubles[(this.at + 104) >>> 1] = value;
  }

  /** Time of the RST that ended it. */
  get resetTime(): number {
    return this.doubles[(this.at + 106) >>> 1] as number;
  }
  set resetTime(value: number) {
    this.doubles[(this.at + 106) >>> 1] = value;
  }

  /** Payload bytes of both sides before that RST. */
  get resetBytes(): number {
    return this.doubles[(this.at + 108) >>> 1] as number;
  }
  set resetBytes(value: number) {
    this.doubles[(this.at + 108) >>> 1] = value;
  }

  /** Number of the first packet among all packets of the analysis. */
  get startOrder(): number {
    return this.doubles[(this.at + 110) >>> 1] as number;
  }
  set startOrder(value: number) {
    this.doubles[(this.at + 110) >>> 1] = value;
  }

  /** Characters of the history, those that did not fit included. */
  get histLength(): number {
    return this.words[this.at + 112] as number;
  }
  set histLength(value: number) {
    this.words[this.at + 112] = value;
  }

  /** Microseconds from the last SYN to the first SYN-ACK, or UNKNOWN. */
  get handshakeUs(): number {
    return this.words[this.at + 113] as number;
  }
  set handshakeUs(value: number) {
    this.words[this.at + 113] = value;
  }

  /** The bits of RESET. */
  get resetFacts(): number {
    return this.words[this.at + 114] as number;
  }
  set resetFacts(value: number) {
    this.words[this.at + 114] = value;
  }

  /** TTL of that RST. */
  get resetTtl(): number {
    return this.words[this.at + 115] as number;
  }
  set resetTtl(value: number) {
    this.words[this.at + 115] = value;
  }

  /** IP identification of that RST. */
  get resetIpId(): number {
    return this.words[this.at + 116] as number;
  }
  set resetIpId(value: number) {
    this.words[this.at + 116] = value;
  }

  /** Microseconds from the answered segment to that RST, or UNKNOWN. */
  get resetRttUs(): number {
    return this.words[this.at + 117] as number;
  }
  set resetRttUs(value: number) {
    this.words[this.at + 117] = value;
  }

  /** Milliseconds of silence before the answered segment. */
  get resetIdleMs(): number {
    return this.words[this.at + 118] as number;
  }
  set resetIdleMs(value: number) {
    this.words[this.at + 118] = value;
  }

  /** Retransmissions of the answered segment before the RST. */
  get resetRetries(): number {
    return this.words[this.at + 119] as number;
  }
  set resetRetries(value: number) {
    this.words[this.at + 119] = value;
  }

  /** Smallest MTU that a router told in \"too big\" messages; 0 without one. */
  get mtu(): number {
    return this.words[this.at + 120] as number;
  }
  set mtu(value: number) {
    this.words[this.at + 120] = value;
  }

  /** Runs of the sequence that were added after the connection had ended. */
  get lateRuns(): number {
    return this.words[this.at + 122] as number;
  }
  set lateRuns(value: number) {
    this.words[this.at + 122] = value;
  }

  /** Packets after those, which are only counted. */
  get latePackets(): number {
    return this.words[this.at + 123] as number;
  }
  set latePackets(value: number) {
    this.words[this.at + 123] = value;
  }
}
