import { RECORD_WORDS, type RecordView, SIDE_AT, SIDE_WORDS } from "./layout.js";

/** The facts of one side of one connection: a window that is moved from record to record. */
export class SideView implements RecordView {
  words: Int32Array = new Int32Array(0);
  doubles: Float64Array = new Float64Array(0);
  at = 0;
  /** 0 for the sender of the connection's first packet, 1 for the other side. */
  side = 0;

  /** Moves the window to one side of a record. */
  move(id: number, side: number): void {
    this.at = id * RECORD_WORDS + SIDE_AT + side * SIDE_WORDS;
    this.side = side;
  }

  /** The bits of SIDE; Zeek's endpoint states in the uppermost byte. */
  get facts(): number {
    return this.words[this.at] as number;
  }
  set facts(value: number) {
    this.words[this.at] = value;
  }

  /** Zeek's start_seq: the SYN's number, or one below the first number seen. */
  get startSeq(): number {
    return this.words[this.at + 1] as number;
  }
  set startSeq(value: number) {
    this.words[this.at + 1] = value;
  }

  /** Zeek's last_seq: highest number sent, plus one. */
  get lastSeq(): number {
    return this.words[this.at + 2] as number;
  }
  set lastSeq(value: number) {
    this.words[this.at + 2] = value;
  }

  /** Zeek's ack_seq: highest number that the other side has acknowledged. */
  get ackSeq(): number {
    return this.words[this.at + 3] as number;
  }
  set ackSeq(value: number) {
    this.words[this.at + 3] = value;
  }

  /** Every number below this was captured or given up. */
  get contiguous(): number {
    return this.words[this.at + 4] as number;
  }
  set contiguous(value: number) {
    this.words[this.at + 4] = value;
  }

  /** Ack field of the last segment sent that had the ACK flag. */
  get lastAck(): number {
    return this.words[this.at + 5] as number;
  }
  set lastAck(value: number) {
    this.words[this.at + 5] = value;
  }

  /** Time of the last segment sent, nanoseconds since the base second. */
  get lastTime(): number {
    return this.doubles[(this.at + 6) >>> 1] as number;
  }
  set lastTime(value: number) {
    this.doubles[(this.at + 6) >>> 1] = value;
  }

  /** Payload bytes sent, retransmissions included. */
  get bytes(): number {
    return this.doubles[(this.at + 8) >>> 1] as number;
  }
  set bytes(value: number) {
    this.doubles[(this.at + 8) >>> 1] = value;
  }

  /** Packets sent. */
  get packets(): number {
    return this.words[this.at + 10] as number;
  }
  set packets(value: number) {
    this.words[this.at + 10] = value;
  }

  /** Up to four distinct TTLs, the first in the lowest byte. */
  get ttls(): number {
    return this.words[this.at + 11] as number;
  }
  set ttls(value: number) {
    this.words[this.at + 11] = value;
  }

  /** TSval of the last segment that had one. */
  get tsVal(): number {
    return this.words[this.at + 12] as number;
  }
  set tsVal(value: number) {
    this.words[this.at + 12] = value;
  }

  /** Milliseconds of silence before the last segment that was no retransmission. */
  get idleMs(): number {
    return this.words[this.at + 13] as number;
  }
  set idleMs(value: number) {
    this.words[this.at + 13] = value;
  }

  /** Ack field of the last segment with payload. */
  get lastDataAck(): number {
    return this.words[this.at + 14] as number;
  }
  set lastDataAck(value: number) {
    this.words[this.at + 14] = value;
  }

  /** IPv6 flow label, or IPv4 traffic class, of the first segment. */
  get label(): number {
    return this.words[this.at + 15] as number;
  }
  set label(value: number) {
    this.words[this.at + 15] = value;
  }

  /** Ack fields before lastAck that differed, newest first. */
  get olderAck0(): number {
    return this.words[this.at + 16] as number;
  }
  set olderAck0(value: number) {
    this.words[this.at + 16] = value;
  }

  /** See olderAck0. */
  get olderAck1(): number {
    return this.words[this.at + 17] as number;
  }
  set olderAck1(value: number) {
    this.words[this.at + 17] = value;
  }

  /** Retransmissions since the last new data; valid while SIDE.REPEATING. */
  get tailRetries(): number {
    return this.words[this.at + 18] as number;
  }
  set tailRetries(value: number) {
    this.words[this.at + 18] = value;
  }

  /** Zeek's hist_last_SYN. */
  get histLastSyn(): number {
    return this.words[this.at + 19] as number;
  }
  set histLastSyn(value: number) {
    this.words[this.at + 19] = value;
  }

  /** Zeek's hist_last_FIN. */
  get histLastFin(): number {
    return this.words[this.at + 20] as number;
  }
  set histLastFin(value: number) {
    this.words[this.at + 20] = value;
  }

  /** Zeek's hist_last_RST. */
  get histLastRst(): number {
    return this.words[this.at + 21] as number;
  }
  set histLastRst(value: number) {
    this.words[this.at + 21] = value;
  }

  /** Number after the FIN. */
  get finSeq(): number {
    return this.words[this.at + 22] as number;
  }
  set finSeq(value: number) {
    this.words[this.at + 22] = value;
  }

  /** Initial sequence number of the last SYN sent. */
  get isn(): number {
    return this.words[this.at + 23] as number;
  }
  set isn(value: number) {
    this.words[this.at + 23] = value;
  }

  /** Retransmissions. */
  get retries(): number {
    return this.words[this.at + 24] as number;
  }
  set retries(value: number) {
    this.words[this.at + 24] = value;
  }

  /** Holes that an acknowledgement passed over or that were given up. */
  get gaps(): number {
    return this.words[this.at + 25] as number;
  }
  set gaps(value: number) {
    this.words[this.at + 25] = value;
  }

  /** Zeek's count of retransmissions. */
  get zeekRetries(): number {
    return this.words[this.at + 26] as number;
  }
  set zeekRetries(value: number) {
    this.words[this.at + 26] = value;
  }

  /** Zeek's count of gaps. */
  get zeekGaps(): number {
    return this.words[this.at + 27] as number;
  }
  set zeekGaps(value: number) {
    this.words[this.at + 27] = value;
  }

  /** Zeek's count of zero windows. */
  get zeroWindows(): number {
    return this.words[this.at + 28] as number;
  }
  set zeroWindows(value: number) {
    this.words[this.at + 28] = value;
  }
}
