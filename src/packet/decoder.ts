import { CONTINUE, Cursor, LAYER } from "./cursor.js";
import { decodeIcmp4, decodeIcmp6 } from "./icmp.js";
import { decodeExtension, decodeIp, PROTOCOL } from "./ip.js";
import {
  decodeEthernet,
  decodeMpls,
  decodeNetwork,
  decodePpp,
  decodePppoe,
  openLink,
} from "./link.js";
import type { Segment } from "./segment.js";
import { DECODED } from "./skips.js";
import { decodeTcp } from "./tcp.js";
import { decodeTunnel } from "./tunnels.js";

/** Nested headers (VLAN tags, MPLS labels, extension headers, tunnels) after which a frame is given up. */
const MAX_HEADERS = 32;

/** How frames are decoded. */
export interface DecoderOptions {
  /** Take IPIP, GRE, VXLAN and GENEVE headers off and show the connection inside. */
  decap?: boolean;
}

/**
 * Decodes frames into one Segment without allocating.
 * Payload lengths come from the IP header, so Ethernet padding and short snap lengths do not change them; checksums are
 * not looked at, because offloading makes wrong ones normal in captures.
 */
export class Decoder {
  readonly #decap: boolean;
  readonly #cursor = new Cursor();

  constructor(options: DecoderOptions = {}) {
    this.#decap = options.decap ?? false;
  }

  /**
   * Decodes the frame at [at, at + captured) of `view` into `segment`.
   * @param original bytes that the frame had on the wire
   * @returns one of DECODED; only TCP, TOO_BIG and FRAGMENT fill the segment
   */
  decode(
    view: DataView,
    at: number,
    captured: number,
    original: number,
    linkType: number,
    segment: Segment,
  ): number {
    const cursor = this.#cursor;
    cursor.at = at;
    cursor.end = at + captured;
    cursor.length = original;
    segment.vlan = 0;
    let result = openLink(view, cursor, linkType);
    // The usual layers in their usual order; the loop below would come to the same.
    if (result === CONTINUE && cursor.layer === LAYER.ETHERNET) {
      result = decodeEthernet(view, cursor);
    }
    if (result === CONTINUE && cursor.layer === LAYER.NETWORK) {
      result = decodeNetwork(view, cursor, segment);
    }
    if (result === CONTINUE && cursor.layer === LAYER.IP) result = decodeIp(view, cursor, segment);
    for (let left = MAX_HEADERS; result === CONTINUE; left--) {
      if (left === 0) return DECODED.TOO_DEEP;
      result = this.#step(view, cursor, segment);
    }
    return result;
  }

  #step(view: DataView, cursor: Cursor, segment: Segment): number {
    switch (cursor.layer) {
      case LAYER.ETHERNET:
        return decodeEthernet(view, cursor);
      case LAYER.NETWORK:
        return decodeNetwork(view, cursor, segment);
      case LAYER.IP:
        return decodeIp(view, cursor, segment);
      case LAYER.TRANSPORT:
        return this.#transport(view, cursor, segment);
      case LAYER.PPP:
        return decodePpp(view, cursor);
      case LAYER.PPPOE:
        return decodePppoe(view, cursor);
      default:
        return decodeMpls(view, cursor);
    }
  }

  #transport(view: DataView, cursor: Cursor, segment: Segment): number {
    if (segment.fragmentOffset !== 0) {
      segment.length = cursor.length;
      return cursor.code === PROTOCOL.TCP ? DECODED.FRAGMENT : DECODED.OTHER_PROTOCOL;
    }
    switch (cursor.code) {
      case PROTOCOL.TCP:
        return decodeTcp(view, cursor.at, cursor.end, cursor.length, segment);
      case PROTOCOL.UDP:
        return this.#decap ? decodeTunnel(view, cursor) : DECODED.UDP;
      case PROTOCOL.IPIP:
      case PROTOCOL.IPV6:
      case PROTOCOL.GRE:
        return this.#decap ? decodeTunnel(view, cursor) : DECODED.TUNNEL;
      case PROTOCOL.ICMP:
        return decodeIcmp4(view, cursor.at, cursor.end, segment);
      case PROTOCOL.ICMPV6:
        return decodeIcmp6(view, cursor.at, cursor.end, segment);
      case PROTOCOL.HOP_BY_HOP:
      case PROTOCOL.ROUTING:
      case PROTOCOL.FRAGMENT:
      case PROTOCOL.DESTINATION:
      case PROTOCOL.MOBILITY:
      case PROTOCOL.HIP:
      case PROTOCOL.SHIM6:
      case PROTOCOL.AH:
        return decodeExtension(view, cursor, segment);
      case PROTOCOL.ESP:
        return DECODED.ESP;
      case PROTOCOL.SCTP:
        return DECODED.SCTP;
      case PROTOCOL.OSPF:
        return DECODED.ROUTING;
      default:
        return DECODED.OTHER_PROTOCOL;
    }
  }
}
