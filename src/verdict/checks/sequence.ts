import type { PacketFact } from "../../analysis/index.js";

type Shows = (packet: PacketFact) => boolean;

/**
 * Whether packets show a sequence such as `[S] [S.] [.] [P.] … [F.] …`: flags as tcpdump prints them, in order;
 * `…` stands for any packets, also none; `>` or `<` in front asks for a direction.
 *
 * Takes time for each token and packet once, whatever the gaps are.
 * @throws RangeError for a token that is neither flags nor a gap
 */
export function matchesSequence(pattern: string, packets: readonly PacketFact[]): boolean {
  const tokens = pattern.trim().split(/\s+/).map(parseToken);
  // Whether the tokens so far show exactly the first n packets, for each n.
  const none = [true, ...packets.map(() => false)];
  return tokens.reduce((shown, token) => after(token, shown, packets), none).at(-1) === true;
}

function after(
  token: Shows | "gap",
  shown: readonly boolean[],
  packets: readonly PacketFact[],
): boolean[] {
  if (token === "gap") {
    const first = shown.indexOf(true);
    return shown.map((_, count) => first >= 0 && count >= first);
  }
  return [false, ...packets.map((packet, index) => shown[index] === true && token(packet))];
}

function parseToken(token: string): Shows | "gap" {
  if (token === "…") return "gap";
  const [, direction, wanted] = /^([<>]?)\[([^\]]*)\]$/.exec(token) ?? [];
  if (wanted === undefined) throw new RangeError(`${token} is no flags such as [S.]`);
  return ({ dir, flags }) => flags === wanted && (!direction || dir === direction);
}
