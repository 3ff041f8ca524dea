import { Segment } from "../segment";
import { CONTINUE, u8At, u16At } from "./cursor";
import { FRAGMENT_BITS, PROTOCOL, readHeader4 } from "./ip";
import { ETHERTYPE } from "./link";
import { decodeTcp } from "./tcp";

const ETHERNET: i32 = 14;
const IPV4: i32 = 20;
/** Version 4, and a header of five words: no options. */
const PLAIN_HEADER: i32 = 0x45;

/**
 * The short way for the frames that most of a capture consists of: TCP in whole IPv4 datagrams without options in Ethernet
 * without tags. It comes to the same as going through the layers one by one, which a test holds it to.
 * @returns CONTINUE when the frame is anything else
 */
export function decodeUsual(at: i32, captured: i32, segment: Segment): i32 {
  if (captured < ETHERNET + IPV4) return CONTINUE;
  const ip = at + ETHERNET;
  const total = u16At(ip + 2);
  if (
    u16At(ip - 2) !== ETHERTYPE.IPV4 ||
    u8At(ip) !== PLAIN_HEADER ||
    u8At(ip + 9) !== PROTOCOL.TCP ||
    (u16At(ip + 6) & FRAGMENT_BITS) !== 0 ||
    total < IPV4
  ) {
    return CONTINUE;
  }
  readHeader4(ip, segment);
  return decodeTcp(ip + IPV4, min(at + captured, ip + total), total - IPV4, segment);
}
