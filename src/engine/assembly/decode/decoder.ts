import * as DECODED from "../../decoded";
import * as LINK from "../../link-types";
import { Segment } from "../segment";
import { CONTINUE, Cursor, LAYER } from "./cursor";
import { decodeIcmp4, decodeIcmp6 } from "./icmp";
import { decodeExtension, decodeIp, PROTOCOL } from "./ip";
import {
  decodeEthernet,
  decodeMpls,
  decodeNetwork,
  decodePpp,
  decodePppoe,
  openLink,
} from "./link";
import { decodeTcp } from "./tcp";
import { decodeTunnel } from "./tunnels";
import { decodeUsual } from "./usual";

/** Nested headers (VLAN tags, MPLS labels, extension headers, tunnels) after which a frame is given up. */
const MAX_HEADERS: i32 = 32;
/** Longer frames cannot be, and sums of their lengths would not fit a word. */
const MAX_ORIGINAL: u32 = 1 << 30;

const cursor = changetype<Cursor>(memory.data(24, 8));

/**
 * Decodes the frame at [at, at + captured) into `segment`.
 * Payload lengths come from the IP header, so Ethernet padding and short snap lengths do not change them; checksums are
 * not looked at, because offloading makes wrong ones normal in captures.
 * @param original bytes that the frame had on the wire
 * @param decap whether to take IPIP, GRE, VXLAN and GENEVE headers off and show the connection inside
 * @returns one of DECODED; only TCP, TOO_BIG, UNREACHABLE and FRAGMENT fill the segment
 */
export function decode(
  at: i32,
  captured: i32,
  original: u32,
  linkType: i32,
  segment: Segment,
  decap: bool,
): i32 {
  segment.vlan = 0;
  if (linkType === LINK.ETHERNET) {
    const usual = decodeUsual(at, captured, segment);
    if (usual !== CONTINUE) return usual;
  }
  cursor.at = at;
  cursor.end = at + captured;
  cursor.length = min(original, MAX_ORIGINAL);
  let result = openLink(cursor, linkType);
  for (let left = MAX_HEADERS; result === CONTINUE; left--) {
    if (left === 0) return DECODED.TOO_DEEP;
    result = step(cursor, segment, decap);
  }
  return result;
}

function step(cursor: Cursor, segment: Segment, decap: bool): i32 {
  switch (cursor.layer) {
    case LAYER.ETHERNET:
      return decodeEthernet(cursor);
    case LAYER.NETWORK:
      return decodeNetwork(cursor, segment);
    case LAYER.IP:
      return decodeIp(cursor, segment);
    case LAYER.TRANSPORT:
      return transport(cursor, segment, decap);
    case LAYER.PPP:
      return decodePpp(cursor);
    case LAYER.PPPOE:
      return decodePppoe(cursor);
    default:
      return decodeMpls(cursor);
  }
}

function transport(cursor: Cursor, segment: Segment, decap: bool): i32 {
  if (segment.fragmentOffset !== 0) {
    segment.length = cursor.length;
    return mayHoldTcp(cursor.code) ? DECODED.FRAGMENT : nameOf(cursor.code);
  }
  switch (cursor.code) {
    case PROTOCOL.TCP:
      if (segment.fragment === 1) segment.fragmentOffset = cursor.at - cursor.divided;
      return decodeTcp(cursor.at, cursor.end, cursor.length, segment);
    case PROTOCOL.UDP: {
      const result = decodeTunnel(cursor);
      return decap || result !== CONTINUE ? result : DECODED.TUNNEL;
    }
    case PROTOCOL.IPIP:
    case PROTOCOL.IPV6:
    case PROTOCOL.GRE:
      return decap ? decodeTunnel(cursor) : DECODED.TUNNEL;
    case PROTOCOL.ICMP:
      return decodeIcmp4(cursor.at, cursor.end, segment);
    case PROTOCOL.ICMPV6:
      return decodeIcmp6(cursor.at, cursor.end, segment);
    case PROTOCOL.HOP_BY_HOP:
    case PROTOCOL.ROUTING:
    case PROTOCOL.FRAGMENT:
    case PROTOCOL.DESTINATION:
    case PROTOCOL.MOBILITY:
    case PROTOCOL.HIP:
    case PROTOCOL.SHIM6:
    case PROTOCOL.AH:
      return decodeExtension(cursor, segment);
    default:
      return nameOf(cursor.code);
  }
}

/** What a datagram, or a fragment that has not its beginning, is left out as. */
function nameOf(protocol: i32): i32 {
  switch (protocol) {
    case PROTOCOL.UDP:
      return DECODED.UDP;
    case PROTOCOL.IPIP:
    case PROTOCOL.IPV6:
    case PROTOCOL.GRE:
      return DECODED.TUNNEL;
    case PROTOCOL.ICMP:
    case PROTOCOL.ICMPV6:
      return DECODED.ICMP;
    case PROTOCOL.ESP:
      return DECODED.ESP;
    case PROTOCOL.SCTP:
      return DECODED.SCTP;
    case PROTOCOL.OSPF:
      return DECODED.OSPF;
    default:
      return DECODED.OTHER_PROTOCOL;
  }
}

/** All fragments of a datagram name the header with which the first one begins: TCP, or one that may stand before it. */
function mayHoldTcp(protocol: i32): bool {
  return protocol === PROTOCOL.TCP || protocol === PROTOCOL.DESTINATION || protocol === PROTOCOL.AH;
}
