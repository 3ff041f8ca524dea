import { FLAG } from "../packet/index.js";
import type { ConnectionView } from "./connection-view.js";
import { RUNS_AT, RUNS_KEPT } from "./layout.js";

/** A run is packed as count << 10 | side << 9 | flags; a count that would not fit begins another run of the same kind. */
const COUNT_SHIFT = 10;
const SIDE_SHIFT = 9;
const FLAG_BITS = 0x1ff;
const KIND_BITS = (1 << COUNT_SHIFT) - 1;
const MAX_COUNT = (1 << 21) - 1;
/** Runs that are kept of what comes after the end. */
const LATE_RUNS = 4;

/** Adds a packet to the connection's sequence. The first and last runs are kept, the packets between only counted. */
export function addToRuns(connection: ConnectionView, side: number, flags: number): void {
  const words = connection.words;
  const count = connection.runCount;
  if (continuesRun(connection, side, flags)) {
    const last = slotOf(connection.at, count - 1);
    words[last] = (words[last] as number) + (1 << COUNT_SHIFT);
    return;
  }
  const slot = slotOf(connection.at, count);
  if (count >= RUNS_KEPT * 2) connection.leftOut += (words[slot] as number) >>> COUNT_SHIFT;
  words[slot] = (1 << COUNT_SHIFT) | (side << SIDE_SHIFT) | flags;
  connection.runCount = count + 1;
}

/** Whether a packet is like the last one, and its run has room. */
function continuesRun(connection: ConnectionView, side: number, flags: number): boolean {
  if (connection.runCount === 0) return false;
  const run = connection.words[slotOf(connection.at, connection.runCount - 1)] as number;
  return (run & KIND_BITS) === ((side << SIDE_SHIFT) | flags) && run >>> COUNT_SHIFT < MAX_COUNT;
}

/**
 * Adds a packet that came after the end. Only a few runs are kept of those, so that what ended a connection stays among its
 * last runs.
 */
export function addToRunsLate(connection: ConnectionView, side: number, flags: number): void {
  const full = connection.lateRuns >= LATE_RUNS && !continuesRun(connection, side, flags);
  if (full || connection.latePackets > 0) {
    connection.latePackets++;
    return;
  }
  const before = connection.runCount;
  addToRuns(connection, side, flags);
  if (connection.runCount > before) connection.lateRuns++;
}

/** Takes the end back: the connection goes on, and its last runs will be others. */
export function resumeRuns(connection: ConnectionView): void {
  if (connection.latePackets > 0) {
    for (let slot = 0; slot < RUNS_KEPT; slot++) {
      const word = connection.at + RUNS_AT + RUNS_KEPT + slot;
      connection.leftOut += (connection.words[word] as number) >>> COUNT_SHIFT;
      connection.words[word] = 0;
    }
    connection.leftOut += connection.latePackets;
    connection.latePackets = 0;
    // From here on the text has a gap after the first runs.
    connection.runCount = Math.max(connection.runCount, RUNS_KEPT * 2);
  }
  connection.lateRuns = 0;
}

/** Word of a run: the first ones have places of their own, the others share a ring. */
function slotOf(at: number, run: number): number {
  const base = at + RUNS_AT;
  return run < RUNS_KEPT ? base + run : base + RUNS_KEPT + (run & (RUNS_KEPT - 1));
}

/**
 * The sequence in tcpdump's notation, `>` for packets of the client: `>[S] <[S.] >[.] >[P.]×3 …×120 <[R]`, where `…×120`
 * stands for 120 packets that are left out.
 */
export function sequenceText(connection: ConnectionView, clientSide: number): string {
  const count = connection.runCount;
  const hasGap = count > RUNS_KEPT * 2;
  const text = new RunText(clientSide);
  for (let run = 0; run < (hasGap ? RUNS_KEPT : count); run++) text.add(runWord(connection, run));
  if (hasGap) {
    text.gap(connection.leftOut);
    for (let run = count - RUNS_KEPT; run < count; run++) text.add(runWord(connection, run));
  }
  if (connection.latePackets > 0) text.gap(connection.latePackets);
  return text.finish();
}

function runWord(connection: ConnectionView, run: number): number {
  return connection.words[slotOf(connection.at, run)] as number;
}

/** Puts runs together; neighbours of the same kind become one. */
class RunText {
  readonly #clientSide: number;
  #text = "";
  #kind = 0;
  #packets = 0;

  constructor(clientSide: number) {
    this.#clientSide = clientSide;
  }

  add(run: number): void {
    if ((run & KIND_BITS) !== this.#kind) this.#endRun();
    this.#kind = run & KIND_BITS;
    this.#packets += run >>> COUNT_SHIFT;
  }

  gap(packets: number): void {
    this.#endRun();
    this.#text += ` …×${packets}`;
  }

  finish(): string {
    this.#endRun();
    return this.#text.slice(1);
  }

  #endRun(): void {
    if (this.#packets === 0) return;
    const arrow = this.#kind >>> SIDE_SHIFT === this.#clientSide ? ">" : "<";
    const times = this.#packets > 1 ? `×${this.#packets}` : "";
    this.#text += ` ${arrow}[${flagsText(this.#kind & FLAG_BITS)}]${times}`;
    this.#packets = 0;
  }
}

const FLAG_TEXTS = Array.from({ length: FLAG_BITS + 1 }, (_, flags) => spellFlags(flags));

/** Flags as tcpdump 4.99.7 prints them: F S R P . U E W e, `none` without any (print-tcp.c, tcp_flag_values). */
export function flagsText(flags: number): string {
  return FLAG_TEXTS[flags & FLAG_BITS] as string;
}

function spellFlags(flags: number): string {
  const letters: [number, string][] = [
    [FLAG.FIN, "F"],
    [FLAG.SYN, "S"],
    [FLAG.RST, "R"],
    [FLAG.PSH, "P"],
    [FLAG.ACK, "."],
    [FLAG.URG, "U"],
    [FLAG.ECE, "E"],
    [FLAG.CWR, "W"],
    [FLAG.AE, "e"],
  ];
  const text = letters.map(([bit, letter]) => (flags & bit ? letter : "")).join("");
  return text === "" ? "none" : text;
}
