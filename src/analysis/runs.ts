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

/** The first runs have places of their own, the others share a ring. */
function runWord({ words, at }: ConnectionView, run: number): number {
  const place = run < RUNS_KEPT ? run : RUNS_KEPT + (run & (RUNS_KEPT - 1));
  return words[at + RUNS_AT + place] as number;
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
    const arrow = this.#kind >>> RUN_SIDE_SHIFT === this.#clientSide ? ">" : "<";
    const times = this.#packets > 1 ? `×${this.#packets}` : "";
    this.#text += ` ${arrow}[${flagsText(this.#kind & RUN_FLAG_BITS)}]${times}`;
    this.#packets = 0;
  }
}

const FLAG_TEXTS = Array.from({ length: RUN_FLAG_BITS + 1 }, (_, flags) => spellFlags(flags));

/** Flags as tcpdump 4.99.7 prints them: F S R P . U E W e, `none` without any (print-tcp.c, tcp_flag_values). */
export function flagsText(flags: number): string {
  return FLAG_TEXTS[flags & RUN_FLAG_BITS] as string;
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
