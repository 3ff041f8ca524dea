import { type ConnectionRecord, endingRst, type PacketFact } from "../analysis/index.js";
import { plural } from "../core/index.js";

const NANOS_PER_MS = 1e6;
const TIME_WIDTH = 12;
const ARROW_WIDTH = 30;
/** Packets to keep at each end of a connection, so that what ended it is among them. */
export const LADDER_ENDS = 200;
/** Packets that are drawn from the beginning on, before the RST (or the end), and after the RST. */
const FIRST = 6;
const BEFORE = 6;
const AFTER = 3;

/**
 * The packets of a connection as arrows between two lines, time in milliseconds from the first: its beginning, and what
 * surrounds the RST that ended it, or its end.
 * @param packets all, or LADDER_ENDS from each end
 */
export function ladderText(packets: readonly PacketFact[], record: ConnectionRecord): string[] {
  const total = record.packets.client + record.packets.server;
  const start = packets[0]?.ns ?? 0n;
  const focus = focusOf(packets, record);
  const chosen = packets
    .map((packet, index) => ({ packet, index, number: numberOf(index, packets.length, total) }))
    .filter(({ index }) => index < FIRST || (index >= focus - BEFORE && index <= focus + AFTER));
  const lines: string[] = [];
  let next = 0;
  for (const { packet, number } of chosen) {
    if (number > next) lines.push(gap(number - next));
    lines.push(rung(packet, start));
    next = number + 1;
  }
  if (total > next) lines.push(gap(total - next));
  return lines;
}

/** Index of the RST that ended the connection, else of its last packet. */
function focusOf(packets: readonly PacketFact[], { reset }: ConnectionRecord): number {
  const rst = endingRst(packets, reset);
  return rst < 0 ? packets.length - 1 : rst;
}

/** Number of a packet in its connection, where those in the middle may not have been kept. */
function numberOf(index: number, kept: number, total: number): number {
  return kept < total && index >= LADDER_ENDS ? total - kept + index : index;
}

function gap(packets: number): string {
  return `${"".padStart(TIME_WIDTH)} … ${plural(packets, "packet")} …`;
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
