import {
  type ConnectionView,
  FLAG,
  RUN_COUNT_SHIFT,
  RUN_FLAG_BITS,
  RUN_KIND_BITS,
  RUN_SIDE_SHIFT,
  RUNS_AT,
  RUNS_KEPT,
} from "../engine/index.js";
import { TextCache } from "./text-cache.js";

/** Spells sequences; nearly all of them are made of runs that others have, too. */
export class SequenceText {
  readonly #known = new TextCache(RUNS_KEPT * 2, runsText);

  /**
   * The sequence in tcpdump's notation, `>` for packets of the client: `>[S] <[S.] >[.] >[P.]×3 …×120 <[R]`, where `…×120`
   * stands for 120 packets that are left out.
   */
  of(connection: ConnectionView, clientSide: number): string {
    const { words, runCount: count, leftOut, latePackets } = connection;
    const at = connection.at + RUNS_AT;
    const late = latePackets > 0 ? ` ${gapText(latePackets)}` : "";
    if (count <= RUNS_KEPT * 2) {
      return this.#known.get(words, at, count, runsKey(count, 0, clientSide)) + late;
    }
    // The first runs have places of their own, the others share a ring.
    const oldest = count & (RUNS_KEPT - 1);
    const head = this.#known.get(words, at, RUNS_KEPT, runsKey(RUNS_KEPT, 0, clientSide));
    const ring = at + RUNS_KEPT;
    const tail = this.#known.get(words, ring, RUNS_KEPT, runsKey(RUNS_KEPT, oldest, clientSide));
    return `${head} ${gapText(leftOut)} ${tail}${late}`;
  }
}

/** What the text of runs depends on beside them: their count, which of them comes first, and whose they are. */
function runsKey(count: number, oldest: number, clientSide: number): number {
  return (count * RUNS_KEPT + oldest) * 2 + clientSide;
}

/** The text of runs, of which the first one follows the last. */
function runsText(words: Int32Array, at: number, count: number, key: number): string {
  const oldest = (key >>> 1) & (RUNS_KEPT - 1);
  const text = new RunText(key & 1);
  for (let run = 0; run < count; run++) text.add(words[at + ((oldest + run) % count)] as number);
  return text.finish();
}

function gapText(packets: number): string {
  return `…×${packets}`;
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
    if ((run & RUN_KIND_BITS) !== this.#kind) this.#endRun();
    this.#kind = run & RUN_KIND_BITS;
    this.#packets += run >>> RUN_COUNT_SHIFT;
  }

  finish(): string {
    this.#endRun();
    return this.#text.slice(1);
  }

  #endRun(): void {
    if (this.#packets === 0) return;
    const arrow = this.#kind >>> RUN_SIDE_SHIFT === this.#clientSide ? ">" : "<";
    const times = this.#packets > 1 ? `×${this.#packets}` : "";
    this.#text += ` ${arrow}[${flagsText(this.#kind & RUN_FLAG_BITS)}]${times}`;
    this.#packets = 0;
  }
}

const FLAG_TEXTS: (string | undefined)[] = new Array(RUN_FLAG_BITS + 1).fill(undefined);

/** Flags as tcpdump 4.99.7 prints them: F S R P . U E W e, `none` without any (print-tcp.c, tcp_flag_values). */
export function flagsText(flags: number): string {
  const bits = flags & RUN_FLAG_BITS;
  FLAG_TEXTS[bits] ??= spellFlags(bits);
  return FLAG_TEXTS[bits];
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
