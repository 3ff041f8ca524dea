import { Segment } from "../segment";
import { CONTINUE, u8At, u16At } from "./cursor";
import { PROTOCOL, readAddresses4 } from "./ip";
import { decodeTcp } from "./tcp";

const ETHERNET: i32 = 14;
const IPV4: i32 = 20;
const ETHERTYPE_IPV4: i32 = 0x0800;
/** Version 4, and a header of five words: no options. */
const PLAIN_HEADER: i32 = 0x45;
/** "More fragments" and the offset. */
const FRAGMENT_BITS: i32 = 0x3fff;

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
    u16At(ip - 2) !== ETHERTYPE_IPV4 ||
    u8At(ip) !== PLAIN_HEADER ||
    u8At(ip + 9) !== PROTOCOL.TCP ||
    (u16At(ip + 6) & FRAGMENT_BITS) !== 0 ||
    total < IPV4
  ) {
    return CONTINUE;
  }
  readAddresses4(ip, segment);
  segment.trafficClass = u8At(ip + 1);
  segment.flowLabel = 0;
  segment.ttl = u8At(ip + 8);
  segment.ipId = u16At(ip + 4);
  segment.fragment = 0;
  segment.fragmentOffset = 0;
  return decodeTcp(ip + IPV4, min(at + captured, ip + total), total - IPV4, segment);
}
