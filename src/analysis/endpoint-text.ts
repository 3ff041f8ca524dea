import { formatEndpoint } from "../core/index.js";
import { ADDRESS_AT, CONNECTION, type ConnectionView } from "../engine/index.js";
import { ipv4Text, ipv6Text } from "./address-text.js";
import { integerText } from "./digits.js";
import { TextCache } from "./text-cache.js";

/** Words that an address of either family has at most. */
const MOST_WORDS = 4;
const PORT_BITS = 16;
const PORT_MASK = (1 << PORT_BITS) - 1;

/** Spells the addresses and ports of connections. */
export class EndpointText {
  readonly #heads = new TextCache(MOST_WORDS, headText);
  /** Few servers have many connections. */
  readonly #servers = new TextCache(MOST_WORDS, (words, from, count, extra) => {
    return headText(words, from, count) + integerText(extra & PORT_MASK);
  });

  /** `ip:port` or `[ip6]:port` of a client. */
  client({ words, at, flags, ports }: ConnectionView, side: number): string {
    const count = wordsOf(flags);
    const head = this.#heads.get(words, addressAt(at, side), count, count);
    return head + integerText(portOf(ports, side));
  }

  /** The same of a server. */
  server({ words, at, flags, ports }: ConnectionView, side: number): string {
    const count = wordsOf(flags);
    const extra = (count << PORT_BITS) | portOf(ports, side);
    return this.#servers.get(words, addressAt(at, side), count, extra);
  }
}

/** The address of one side. */
export function addressOf({ words, at, flags }: ConnectionView, side: number): string {
  return addressText(words, addressAt(at, side), wordsOf(flags));
}

function addressAt(at: number, side: number): number {
  return at + ADDRESS_AT + side * MOST_WORDS;
}

function wordsOf(flags: number): number {
  return flags & CONNECTION.IPV6 ? MOST_WORDS : 1;
}

/** What stands before the port. */
function headText(words: Int32Array, from: number, count: number): string {
  return formatEndpoint(addressText(words, from, count), "");
}

function addressText(words: Int32Array, from: number, count: number): string {
  if (count === 1) return ipv4Text(words[from] as number);
  const [first, second, third, fourth] = words.subarray(from, from + MOST_WORDS);
  return ipv6Text(first as number, second as number, third as number, fourth as number);
}

function portOf(ports: number, side: number): number {
  return (ports >>> (side === 0 ? PORT_BITS : 0)) & PORT_MASK;
}
