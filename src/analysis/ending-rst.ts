import type { PacketFact, Reset } from "./record.js";

const NANOS_PER_MS = 1e6;

/**
 * Index of the RST that ended a connection, which need not be its first: others may not have been accepted.
 * @param packets its first packet among them
 * @returns -1 where no RST ended it
 */
export function endingRst(packets: readonly PacketFact[], reset: Reset | undefined): number {
  const direction = reset?.by === "client" ? ">" : "<";
  const start = packets[0]?.ns ?? 0n;
  return packets.findIndex(
    ({ dir, flags, ns }) =>
      dir === direction &&
      flags.includes("R") &&
      Number(ns - start) / NANOS_PER_MS >= (reset?.afterMs ?? Number.POSITIVE_INFINITY),
  );
}
