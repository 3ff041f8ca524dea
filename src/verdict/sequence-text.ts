import type { PacketFact } from "../analysis/index.js";

// Runs shown at the start, and around the packet that ends the connection.
const HEAD = 10;
const BEFORE_END = 8;
const AFTER_END = 4;

/**
 * A connection's packets in tcpdump's notation with direction, runs folded: `>[S] <[S.] >[.] >[P.]×3 …×120 <[.] <[R]`.
 * A long transfer shows its beginning and the runs around its first RST or FIN; `…×n` stands for n packets between.
 */
export function sequenceText(packets: readonly PacketFact[]): string {
  const runs = fold(packets);
  const end = runs.findIndex(({ kind }) => /[RF]/.test(kind));
  const last = end < 0 ? runs.length - 1 : end;
  const parts = [
    ...runs.slice(0, HEAD).map(text),
    ...left(runs.slice(HEAD, Math.max(HEAD, last - BEFORE_END))),
    ...runs.slice(Math.max(HEAD, last - BEFORE_END), last + AFTER_END + 1).map(text),
    ...left(runs.slice(Math.max(HEAD, last + AFTER_END + 1))),
  ];
  return parts.join(" ");
}

interface FlagRun {
  kind: string;
  times: number;
}

function fold(packets: readonly PacketFact[]): FlagRun[] {
  const runs: FlagRun[] = [];
  for (const { dir, flags } of packets) {
    const kind = `${dir}[${flags}]`;
    const previous = runs.at(-1);
    if (previous?.kind === kind) previous.times++;
    else runs.push({ kind, times: 1 });
  }
  return runs;
}

function text({ kind, times }: FlagRun): string {
  return times > 1 ? `${kind}×${times}` : kind;
}

function left(runs: readonly FlagRun[]): string[] {
  const packets = runs.reduce((sum, { times }) => sum + times, 0);
  return packets > 0 ? [`…×${packets}`] : [];
}
