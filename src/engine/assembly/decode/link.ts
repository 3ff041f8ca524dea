import * as DECODED from "../../decoded";
import * as LINK from "../../link-types";
import { Segment } from "../segment";
import { Cursor, i32At, LAYER, u8At, u16At } from "./cursor";

/** Ethertypes that the decoder knows (IANA "IEEE 802 Numbers"). */
export enum ETHERTYPE {
  IPV4 = 0x0800,
  ARP = 0x0806,
  TRANSPARENT_ETHERNET = 0x6558,
  VLAN = 0x8100,
  IPV6 = 0x86dd,
  MPLS = 0x8847,
  MPLS_MULTICAST = 0x8848,
  PPPOE = 0x8864,
  QINQ = 0x88a8,
  QINQ_OLD = 0x9100,
}

/** Greater numbers in a length's place are ethertypes (IEEE 802.3 section 3.2.6). */
const MAX_LENGTH: i32 = 1500;
/** Bytes of LLC and SNAP. */
const SNAP: i32 = 8;
/** Both access points SNAP's, an unnumbered frame, and the first byte of the organisation that numbers ethertypes. */
const SNAP_BEGINS: i32 = 0xaaaa0300;

function ethertypeOfPpp(protocol: i32): i32 {
  switch (protocol) {
    case 33:
      return ETHERTYPE.IPV4;
    case 87:
      return ETHERTYPE.IPV6;
    case 641:
      return ETHERTYPE.MPLS;
    case 643:
      return ETHERTYPE.MPLS_MULTICAST;
    default:
      return 0;
  }
}

/** AF_INET and the AF_INET6 of Linux, the BSDs, FreeBSD and Darwin, as NULL and LOOP frames carry them. */
function ethertypeOfFamily(family: i32): i32 {
  switch (family) {
    case 2:
      return ETHERTYPE.IPV4;
    case 10:
    case 24:
    case 28:
    case 30:
      return ETHERTYPE.IPV6;
    default:
      return 0;
  }
}

/** Sets the cursor, which stands at the frame's first byte, to the first layer of a link type. */
export function openLink(cursor: Cursor, linkType: i32): i32 {
  switch (linkType) {
    case LINK.ETHERNET:
      return cursor.next(LAYER.ETHERNET, 0);
    case LINK.RAW:
    case LINK.RAW_BSD:
    case LINK.RAW_OPENBSD:
    case LINK.IPV4:
    case LINK.IPV6:
      return cursor.next(LAYER.IP, 0);
    case LINK.LINUX_SLL:
      if (cursor.captured < 16) return DECODED.CUT_LINK;
      return cursor.next(LAYER.NETWORK, 16, u16At(cursor.at + 14));
    case LINK.LINUX_SLL2:
      if (cursor.captured < 20) return DECODED.CUT_LINK;
      return cursor.next(LAYER.NETWORK, 20, u16At(cursor.at));
    case LINK.NULL:
    case LINK.LOOP:
      if (cursor.captured < 4) return DECODED.CUT_LINK;
      return cursor.next(LAYER.NETWORK, 4, familyEthertype(cursor.at));
    case LINK.PPP:
    case LINK.PPP_HDLC:
      return cursor.next(LAYER.PPP, 0);
    case LINK.PPP_ETHER:
      return cursor.next(LAYER.PPPOE, 0);
    default:
      return DECODED.LINK_TYPE;
  }
}

/** NULL frames have the family in the byte order of the host that captured, which nothing tells: small numbers decide. */
function familyEthertype(at: i32): i32 {
  const family = u16At(at) === 0 ? i32At(at) : load<i32>(at);
  return ethertypeOfFamily(family);
}

/** An Ethernet header of 14 bytes: CONTINUE behind it, or CUT_LINK. */
export function decodeEthernet(cursor: Cursor): i32 {
  if (cursor.captured < 14) return DECODED.CUT_LINK;
  return cursor.next(LAYER.NETWORK, 14, u16At(cursor.at + 12));
}

/** What an ethertype announces: IP, a VLAN tag (802.1Q, 802.1ad), MPLS, PPPoE, or something that is not IP. */
export function decodeNetwork(cursor: Cursor, segment: Segment): i32 {
  switch (cursor.code) {
    case ETHERTYPE.IPV4:
    case ETHERTYPE.IPV6:
      return cursor.next(LAYER.IP, 0);
    case ETHERTYPE.VLAN:
    case ETHERTYPE.QINQ:
    case ETHERTYPE.QINQ_OLD:
      if (cursor.captured < 4) return DECODED.CUT_LINK;
      if (segment.vlan === 0) segment.vlan = u16At(cursor.at) & 0xfff;
      return cursor.next(LAYER.NETWORK, 4, u16At(cursor.at + 2));
    case ETHERTYPE.MPLS:
    case ETHERTYPE.MPLS_MULTICAST:
      return cursor.next(LAYER.MPLS, 0);
    case ETHERTYPE.PPPOE:
      return cursor.next(LAYER.PPPOE, 0);
    case ETHERTYPE.TRANSPARENT_ETHERNET:
      return cursor.next(LAYER.ETHERNET, 0);
    case ETHERTYPE.ARP:
      return DECODED.ARP;
    default:
      return decodeSnap(cursor);
  }
}

/** A length in place of the ethertype (IEEE 802.3): IP comes behind LLC and SNAP then, which name one (RFC 1042). */
function decodeSnap(cursor: Cursor): i32 {
  if (cursor.code < SNAP || cursor.code > MAX_LENGTH || cursor.captured < SNAP) {
    return DECODED.NOT_IP;
  }
  const isSnap = i32At(cursor.at) === SNAP_BEGINS && u16At(cursor.at + 4) === 0;
  return isSnap ? cursor.next(LAYER.NETWORK, SNAP, u16At(cursor.at + 6)) : DECODED.NOT_IP;
}

/** One MPLS label (RFC 3032): below the last one is IP, or Ethernet behind a control word of zeroes (RFC 4448). */
export function decodeMpls(cursor: Cursor): i32 {
  if (cursor.captured < 5) return DECODED.CUT_LINK;
  const bottom = (u8At(cursor.at + 2) & 1) === 1;
  if (!bottom) return cursor.next(LAYER.MPLS, 4);
  const nibble = u8At(cursor.at + 4) >>> 4;
  if (nibble === 4 || nibble === 6) return cursor.next(LAYER.IP, 4);
  return nibble === 0 ? cursor.next(LAYER.ETHERNET, 8) : DECODED.NOT_IP;
}

/** PPP with or without the HDLC address and control bytes (RFC 1662), protocol field of one or two bytes. */
export function decodePpp(cursor: Cursor): i32 {
  if (cursor.captured < 4) return DECODED.CUT_LINK;
  const hdlc = u16At(cursor.at) === 0xff03 ? 2 : 0;
  const at = cursor.at + hdlc;
  const compressed = (u8At(at) & 1) === 1;
  const protocol = compressed ? u8At(at) : u16At(at);
  return cursor.next(LAYER.NETWORK, hdlc + (compressed ? 1 : 2), ethertypeOfPpp(protocol));
}

/** A PPPoE session header (RFC 2516): six bytes, then a PPP protocol number. */
export function decodePppoe(cursor: Cursor): i32 {
  if (cursor.captured < 8) return DECODED.CUT_LINK;
  return cursor.next(LAYER.NETWORK, 8, ethertypeOfPpp(u16At(cursor.at + 6)));
}
