import type { PacketFact } from "../../analysis/index.js";

/**
 * Whether packets show a sequence such as `[S] [S.] [.] [P.] … [F.] …`: flags as tcpdump prints them, in order;
 * `…` stands for any packets, also none; `>` or `<` in front asks for a direction.
 */
export function matchesSequence(pattern: string, packets: readonly PacketFact[]): boolean {
  const text = packets.map(({ dir, flags }) => `${dir}[${flags}] `).join("");
  return new RegExp(`^${pattern.trim().split(/\s+/).map(expression).join("")}$`).test(text);
}

function expression(token: string): string {
  // Lazy and over whole tokens: one pass also for a hundred thousand packets.
  if (token === "…") return "(?:[<>]\\[[^\\]]*\\] )*?";
  const [, direction, flags] = /^([<>]?)\[([^\]]*)\]$/.exec(token) ?? [];
  if (flags === undefined) throw new RangeError(`${token} is no flags such as [S.]`);
  return `${direction || "[<>]"}\\[${flags.replaceAll(".", "\\.")}\\] `;
}
