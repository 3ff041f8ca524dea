import { FLAG } from "../packet/index.js";
import type { ConnectionView } from "./connection-view.js";
import { RUNS_AT, RUNS_KEPT } from "./layout.js";

/** A run is packed as count << 10 | side << 9 | flags; a count that would not fit begins another run of the same kind. */
const COUNT_SHIFT = 10;
const SIDE_SHIFT = 9;
const FLAG_BITS = 0x1ff;
const MAX_COUNT = (1 << 21) - 1;

/** Adds a packet to the connection's sequence. The first and last runs are kept, the packets between only counted. */
export function addToRuns(connection: ConnectionView, side: number, flags: number): void {
  const kind = (side << SIDE_SHIFT) | flags;
  const words = connection.words;
  const count = connection.runCount;
  const last = slotOf(connection.at, count - 1);
  if (count > 0) {
    const run = words[last] as number;
    if ((run & ((1 << COUNT_SHIFT) - 1)) === kind && run >>> COUNT_SHIFT < MAX_COUNT) {
      words[last] = run + (1 << COUNT_SHIFT);
      return;
    }
  }
  const slot = slotOf(connection.at, count);
  if (count >= RUNS_KEPT * 2) connection.leftOut += (words[slot] as number) >>> COUNT_SHIFT;
  words[slot] = (1 << COUNT_SHIFT) | kind;
  connection.runCount = count + 1;
}

/** Word of a run: the first ones have places of their own, the others share a ring. */
function slotOf(at: number, run: number): number {
  const base = at + RUNS_AT;
  return run < RUNS_KEPT ? base + run : base + RUNS_KEPT + (run & (RUNS_KEPT - 1));
}

/** The sequence in tcpdump's notation, `>` for packets of the client: `>[S] <[S.] >[.] >[P.]×3 …×120 <[R]`. */
export function sequenceText(connection: ConnectionView, clientSide: number): string {
  const count = connection.runCount;
  let text = "";
  let packets = 0;
  let kind = -1;
  for (let run = 0; run < count; run++) {
    if (run === RUNS_KEPT && count > RUNS_KEPT * 2) {
      text += runText(kind, packets, clientSide);
      text += ` …×${connection.leftOut}`;
      kind = -1;
      run = count - RUNS_KEPT;
    }
    const word = connection.words[slotOf(connection.at, run)] as number;
    const next = word & ((1 << COUNT_SHIFT) - 1);
    if (next === kind) {
      packets += word >>> COUNT_SHIFT;
      continue;
    }
    if (kind >= 0) text += runText(kind, packets, clientSide);
    kind = next;
    packets = word >>> COUNT_SHIFT;
  }
  return (text + runText(kind, packets, clientSide)).trimStart();
}

function runText(kind: number, packets: number, clientSide: number): string {
  const arrow = kind >>> SIDE_SHIFT === clientSide ? ">" : "<";
  const times = packets > 1 ? `×${packets}` : "";
  return ` ${arrow}[${flagsText(kind & FLAG_BITS)}]${times}`;
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
