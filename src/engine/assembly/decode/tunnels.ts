import * as DECODED from "../../decoded";
import { Cursor, LAYER, u8At, u16At } from "./cursor";
import { PROTOCOL } from "./ip";

const PORT_VXLAN: i32 = 4789;
/** What Linux used before the port was assigned, and still does by default. */
const PORT_VXLAN_OLD: i32 = 8472;
const PORT_GENEVE: i32 = 6081;

/** Takes one tunnel header off: IPIP and 6in4 (RFC 2003, 4213), GRE, VXLAN, GENEVE; other UDP stays UDP. */
export function decodeTunnel(cursor: Cursor): i32 {
  if (cursor.code === PROTOCOL.IPIP || cursor.code === PROTOCOL.IPV6) {
    return cursor.next(LAYER.IP, 0);
  }
  if (cursor.code === PROTOCOL.GRE) return decodeGre(cursor);
  if (cursor.captured < 16) return DECODED.UDP;
  const port = u16At(cursor.at + 2);
  if (port === PORT_VXLAN || port === PORT_VXLAN_OLD) {
    // RFC 7348 section 5: the I flag says that the network identifier is valid; it always is in a data frame.
    const valid = u8At(cursor.at + 8) & 0x08;
    return valid ? cursor.next(LAYER.ETHERNET, 16) : DECODED.UDP;
  }
  if (port === PORT_GENEVE) {
    // RFC 8926 section 3.4: version 0, option length in units of four bytes, protocol as ethertype.
    const first = u8At(cursor.at + 8);
    if (first >>> 6 !== 0) return DECODED.UDP;
    const bytes = 16 + ((first & 0x3f) << 2);
    return cursor.next(LAYER.NETWORK, bytes, u16At(cursor.at + 10));
  }
  return DECODED.UDP;
}

/** GRE version 0 (RFC 2784, 2890): checksum, key and sequence number are there when their flags say so. */
function decodeGre(cursor: Cursor): i32 {
  if (cursor.captured < 4) return DECODED.CUT_IP;
  const flags = u16At(cursor.at);
  if ((flags & 0x07) !== 0) return DECODED.TUNNEL;
  const optional = (flags & 0x8000 ? 4 : 0) + (flags & 0x2000 ? 4 : 0) + (flags & 0x1000 ? 4 : 0);
  return cursor.next(LAYER.NETWORK, 4 + optional, u16At(cursor.at + 2));
}
