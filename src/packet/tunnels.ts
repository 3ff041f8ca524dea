import { type Cursor, LAYER } from "./cursor.js";
import { PROTOCOL } from "./ip.js";
import { DECODED } from "./skips.js";

const PORT_VXLAN = 4789;
/** What Linux used before the port was assigned, and still does by default. */
const PORT_VXLAN_OLD = 8472;
const PORT_GENEVE = 6081;

/** Takes one tunnel header off: IPIP and 6in4 (RFC 2003, 4213), GRE, VXLAN, GENEVE; other UDP stays UDP. */
export function decodeTunnel(view: DataView, cursor: Cursor): number {
  if (cursor.code === PROTOCOL.IPIP || cursor.code === PROTOCOL.IPV6) {
    return cursor.next(LAYER.IP, 0);
  }
  if (cursor.code === PROTOCOL.GRE) return decodeGre(view, cursor);
  if (cursor.captured < 16) return DECODED.UDP;
  const port = view.getUint16(cursor.at + 2);
  if (port === PORT_VXLAN || port === PORT_VXLAN_OLD) {
    // RFC 7348 section 5: the I flag says that the network identifier is valid; it always is in a data frame.
    const valid = view.getUint8(cursor.at + 8) & 0x08;
    return valid ? cursor.next(LAYER.ETHERNET, 16) : DECODED.UDP;
  }
  if (port === PORT_GENEVE) {
    // RFC 8926 section 3.4: version 0, option length in units of four bytes, protocol as ethertype.
    const first = view.getUint8(cursor.at + 8);
    if (first >>> 6 !== 0) return DECODED.UDP;
    const bytes = 16 + ((first & 0x3f) << 2);
    return cursor.next(LAYER.NETWORK, bytes, view.getUint16(cursor.at + 10));
  }
  return DECODED.UDP;
}

/** GRE version 0 (RFC 2784, 2890): checksum, key and sequence number are there when their flags say so. */
function decodeGre(view: DataView, cursor: Cursor): number {
  if (cursor.captured < 4) return DECODED.CUT_IP;
  const flags = view.getUint16(cursor.at);
  if ((flags & 0x07) !== 0) return DECODED.TUNNEL;
  const optional = (flags & 0x8000 ? 4 : 0) + (flags & 0x2000 ? 4 : 0) + (flags & 0x1000 ? 4 : 0);
  return cursor.next(LAYER.NETWORK, 4 + optional, view.getUint16(cursor.at + 2));
}
