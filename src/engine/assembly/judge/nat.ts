import * as CONNECTION from "../../connection-bits";
import { Connection } from "../follow/connection";

/**
 * Whether a NAT must stand between the capture and the other side: that one has a public address, this one a private one,
 * which it has on no public network.
 */
export function isTranslated(connection: Connection, side: i32): bool {
  const isIpv6 = (connection.flags & CONNECTION.IPV6) !== 0;
  const first = isPrivate(connection.address0, isIpv6);
  const second = isPrivate(connection.address4, isIpv6);
  return side === 0 ? first && !second : second && !first;
}

/**
 * Whether an address that begins with this word is private (RFC 1918, RFC 4193), a provider's (RFC 6598), or that of a host
 * which has IPv6 only (RFC 7335).
 */
function isPrivate(word: i32, isIpv6: bool): bool {
  if (isIpv6) return word >>> 25 === 0x7e;
  const isProviders = word >>> 22 === 0x191 || word >>> 3 === 0x18000000;
  return isProviders || word >>> 24 === 10 || word >>> 20 === 0xac1 || word >>> 16 === 0xc0a8;
}
