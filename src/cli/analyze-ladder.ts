import type { PacketFact } from "../analysis/index.js";

const NANOS_PER_MS = 1e6;
const TIME_WIDTH = 12;
const ARROW_WIDTH = 30;
/** Packets that are drawn at each end of a connection. */
export const LADDER_ENDS = 8;

/** The packets of a connection as arrows between two lines, time in milliseconds from the first; the middle is left out. */
export function ladderText(packets: readonly PacketFact[], total: number): string[] {
  const start = packets[0]?.ns ?? 0n;
  const skipped = total - LADDER_ENDS * 2;
  if (skipped <= 0) return packets.map((packet) => rung(packet, start));
  const note = `${"".padStart(TIME_WIDTH)}   … ${skipped} packets …`;
  const head = packets.slice(0, LADDER_ENDS).map((packet) => rung(packet, start));
  const tail = packets.slice(-LADDER_ENDS).map((packet) => rung(packet, start));
  return [...head, note, ...tail];
}

function rung(packet: PacketFact, start: bigint): string {
  const time = (Number(packet.ns - start) / NANOS_PER_MS).toFixed(3).padStart(TIME_WIDTH);
  const flags = `[${packet.flags}]`;
  const line = "─".repeat(ARROW_WIDTH - flags.length - 2);
  const arrow = packet.dir === ">" ? `─${flags}${line}▶` : `◀${line}${flags}─`;
  const length = packet.length > 0 ? ` length ${packet.length}` : "";
  const ack = packet.flags.includes(".") ? ` ack ${packet.ack}` : "";
  return `${time} ${arrow} ttl ${packet.ttl} seq ${packet.seq}${ack}${length}`;
}
