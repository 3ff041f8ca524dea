import { formatEndpoint } from "../core/index.js";
import { ADDRESS_AT, CONNECTION, type ConnectionView } from "../engine/index.js";
import { ipv4Text, ipv6Text } from "./address-text.js";
import { portText } from "./digits.js";
import { TextCache } from "./text-cache.js";

/** Words that an address of either family has at most. */
const MOST_WORDS = 4;
const PORT_BITS = 16;

/** Spells the addresses and ports of connections. */
export class EndpointText {
  /** What stands before the port. */
  readonly #heads = new TextCache(MOST_WORDS);
  readonly #servers = new TextCache(MOST_WORDS);

  /** `ip:port` or `[ip6]:port` of one side. */
  endpoint({ words, at, flags, ports }: ConnectionView, side: number): string {
    const from = addressAt(at, side);
    const count = wordsOf(flags);
    let head = this.#heads.find(words, from, count, count);
    if (head === undefined) {
      const text = formatEndpoint(addressText(words, from, count), "");
      head = this.#heads.keep(words, from, count, count, text);
    }
    return head + portText(portOf(ports, side));
  }

  /** The same for a server: few servers have many connections. */
  server(connection: ConnectionView, side: number): string {
    const { words, at, flags, ports } = connection;
    const from = addressAt(at, side);
    const count = wordsOf(flags);
    const extra = (count << PORT_BITS) | portOf(ports, side);
    const known = this.#servers.find(words, from, count, extra);
    return known ?? this.#servers.keep(words, from, count, extra, this.endpoint(connection, side));
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

function addressText(words: Int32Array, from: number, count: number): string {
  if (count === 1) return ipv4Text(words[from] as number);
  const [first, second, third, fourth] = words.subarray(from, from + MOST_WORDS);
  return ipv6Text(first as number, second as number, third as number, fourth as number);
}

/** The port of one side. */
function portOf(ports: number, side: number): number {
  return (ports >>> (side === 0 ? 16 : 0)) & 0xffff;
}
