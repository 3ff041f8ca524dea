import { RECORD_WORDS, SIDE_AT, SIDE_WORDS } from "./layout.js";
import type { RecordView } from "./records.js";

/** The facts of one side of one connection: a window that is moved from record to record. */
export class SideView implements RecordView {
  words: Int32Array = new Int32Array(0);
  doubles: Float64Array = new Float64Array(0);
  at = 0;
  base = 0;
  /** 0 for the sender of the connection's first packet, 1 for the other side. */
  side = 0;

  /** Moves the window to one side of a record. */
  move(id: number, side: number): void {
    this.at = this.base + id * RECORD_WORDS + SIDE_AT + side * SIDE_WORDS;
    this.side = side;
  }

  /** The bits of SIDE, Zeek's endpoint states among them. */
  get facts(): number {
    return this.words[this.at] as number;
  }

  /** Payload bytes sent, retransmissions included. */
  get bytes(): number {
    return this.doubles[(this.at + 8) >>> 1] as number;
  }

  /** Packets sent. */
  get packets(): number {
    return this.words[this.at + 10] as number;
  }

  /** Up to four distinct TTLs, the first in the lowest byte. */
  get ttls(): number {
    return this.words[this.at + 11] as number;
  }

  /** How often the same segment was sent again, with no answer of the other side between; valid while SIDE.REPEATING. */
  get tailRetries(): number {
    return this.words[this.at + 18] as number;
  }

  /** Initial sequence number of the last SYN sent; valid with SIDE.SYN_SENT. */
  get isn(): number {
    return this.words[this.at + 23] as number;
  }

  /** Retransmissions. */
  get retries(): number {
    return this.words[this.at + 24] as number;
  }

  /** Holes that an acknowledgement passed over or that were given up. */
  get gaps(): number {
    return this.words[this.at + 25] as number;
  }

  /** Holes below blocks that nothing has filled or acknowledged yet. */
  get openHoles(): number {
    return this.words[this.at + 30] as number;
  }

  /**
   * Number of the record of its device plus one, where a RST that ended the connection raises the question whether the
   * device restarted; 0 elsewhere.
   */
  get device(): number {
    return this.words[this.at + 31] as number;
  }
}
