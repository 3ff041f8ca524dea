import type { PacketFact } from "../../analysis/index.js";

/**
 * Whether packets show a sequence such as `[S] [S.] [.] [P.] … [F.] …`: flags as tcpdump prints them, in order;
 * `…` stands for any packets, also none; `>` or `<` in front asks for a direction.
 */
export function matchesSequence(pattern: string, packets: readonly PacketFact[]): boolean {
  return matches(pattern.trim().split(/\s+/), packets);
}

function matches(tokens: readonly string[], packets: readonly PacketFact[]): boolean {
  const [token, ...rest] = tokens;
  if (token === undefined) return packets.length === 0;
  if (token === "…") {
    if (rest.length === 0) return true;
    return packets.some((_, skipped) => matches(rest, packets.slice(skipped)));
  }
  const [packet, ...others] = packets;
  return packet !== undefined && fits(token, packet) && matches(rest, others);
}

function fits(token: string, { dir, flags }: PacketFact): boolean {
  const direction = /^[<>]/.exec(token)?.[0];
  const wanted = direction ? token.slice(1) : token;
  return (direction === undefined || direction === dir) && wanted === `[${flags}]`;
}
