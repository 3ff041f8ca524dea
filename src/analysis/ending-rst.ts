import type { PacketFact, Reset } from "./record.js";

const NANOS_PER_MS = 1e6;

/**
 * Index of the RST that ended a connection, which need not be its first: others may not have been accepted.
 * @param packets its first packet among them
 * @returns -1 where no RST ended it
 */
export function endingRst(packets: readonly PacketFact[], reset: Reset | undefined): number {
  if (reset === undefined) return -1;
  const direction = reset.by === "client" ? ">" : "<";
  const start = packets[0]?.ns ?? 0n;
  let [best, nearest] = [-1, Number.POSITIVE_INFINITY];
  packets.forEach(({ dir, flags, ns }, index) => {
    if (dir !== direction || !flags.includes("R")) return;
    // Of a connection that began more than a hundred days after the capture, its record's times are not exact.
    const off = Math.abs(Number(ns - start) / NANOS_PER_MS - reset.afterMs);
    if (off < nearest) [best, nearest] = [index, off];
  });
  return best;
}
