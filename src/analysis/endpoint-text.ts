import { formatEndpoint } from "../core/index.js";
import { ADDRESS_AT, CONNECTION, type ConnectionView } from "../engine/index.js";
import { ipv4Text, ipv6Text } from "./address-text.js";
import { TextCache } from "./text-cache.js";

/** Addresses whose text is remembered; with more the memory is emptied. */
const MAX_REMEMBERED = 1 << 16;
const PORTS = 1 << 16;
const IPV6_WORDS = 4;

/** Spells the addresses and ports of connections. */
export class EndpointText {
  readonly #ipv4 = new Map<number, string>();
  readonly #ipv6 = new TextCache(IPV6_WORDS);
  readonly #servers = new Map<number, string>();

  /** The address of one side. */
  address(connection: ConnectionView, side: number): string {
    const { words, at, flags } = connection;
    const from = at + ADDRESS_AT + side * 4;
    if ((flags & CONNECTION.IPV6) === 0) return this.#ipv4Text(words[from] as number);
    const known = this.#ipv6.find(words, from, IPV6_WORDS, 0);
    if (known !== undefined) return known;
    const [first, second, third, fourth] = words.subarray(from, from + IPV6_WORDS);
    const text = ipv6Text(first as number, second as number, third as number, fourth as number);
    return this.#ipv6.keep(words, from, IPV6_WORDS, 0, text);
  }

  /** `ip:port` or `[ip6]:port` of one side. */
  endpoint(connection: ConnectionView, side: number): string {
    return formatEndpoint(this.address(connection, side), portOf(connection, side));
  }

  /** The same for a server: few servers have many connections. */
  server(connection: ConnectionView, side: number): string {
    if (connection.flags & CONNECTION.IPV6) return this.endpoint(connection, side);
    const address = (connection.words[connection.at + ADDRESS_AT + side * 4] as number) >>> 0;
    const key = address * PORTS + portOf(connection, side);
    let text = this.#servers.get(key);
    if (text === undefined) {
      text = this.endpoint(connection, side);
      if (this.#servers.size >= MAX_REMEMBERED) this.#servers.clear();
      this.#servers.set(key, text);
    }
    return text;
  }

  #ipv4Text(word: number): string {
    let text = this.#ipv4.get(word);
    if (text === undefined) {
      text = ipv4Text(word);
      if (this.#ipv4.size >= MAX_REMEMBERED) this.#ipv4.clear();
      this.#ipv4.set(word, text);
    }
    return text;
  }
}

/** The port of one side. */
export function portOf(connection: ConnectionView, side: number): number {
  return (connection.ports >>> (side === 0 ? 16 : 0)) & 0xffff;
}
