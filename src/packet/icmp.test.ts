import { describe, expect, test } from "vitest";
import { DECODED, LINK } from "../engine/index.js";
import { hex, join } from "./fixtures/bytes.js";
import { decode } from "./fixtures/decode.js";
import { ipv4, ipv6, TCP_SYN } from "./fixtures/frames.js";

const V4 = ipv4(6, TCP_SYN);
const V6 = ipv6(6, TCP_SYN);

describe("too big", () => {
  test("ICMP fragmentation needed quotes a segment", () => {
    // 10.0.0.9 > 10.0.0.1: ICMP 203.0.113.10 unreachable - need to frag (mtu 1000)
    const { result, segment } = decode(
      ipv4(1, join(hex("0304 0000 0000 03e8"), V4.subarray(0, 28))),
      LINK.RAW,
    );
    expect(result).toBe(DECODED.TOO_BIG);
    expect(segment).toMatchObject({ mtu: 1000, srcPort: 40000, dstPort: 80, seq: 1 });
  });

  test("a router that tells no MTU tells that the quoted packet is too big", () => {
    const { segment } = decode(
      ipv4(1, join(hex("0304 0000 0000 0000"), V4.subarray(0, 28))),
      LINK.RAW,
    );
    expect(segment.mtu).toBe(V4.length - 1);
  });

  test("ICMPv6 packet too big quotes a segment", () => {
    const { result, segment } = decode(ipv6(58, join(hex("0200 0000 00000500"), V6)), LINK.RAW);
    expect(result).toBe(DECODED.TOO_BIG);
    expect(segment).toMatchObject({ family: 6, mtu: 1280, srcPort: 40000, src3: 1 });
  });
});

describe("unreachable", () => {
  const quoted = V4.subarray(0, 28);

  test.each([
    ["a host", ipv4(1, join(hex("0301 0000 0000 0000"), quoted))],
    ["what is prohibited", ipv4(1, join(hex("030d 0000 0000 0000"), quoted))],
    ["in a loop of routes", ipv4(1, join(hex("0b00 0000 0000 0000"), quoted))],
    ["IPv6: no route", ipv6(58, join(hex("0100 0000 0000 0000"), V6))],
    ["IPv6: in a loop of routes", ipv6(58, join(hex("0300 0000 0000 0000"), V6))],
  ])("%s: the message quotes a segment", (_, frame) => {
    const { result, segment } = decode(frame, LINK.RAW);
    expect(result).toBe(DECODED.UNREACHABLE);
    expect(segment).toMatchObject({ mtu: 0, srcPort: 40000, dstPort: 80, seq: 1 });
  });

  test.each([
    ["fragments that came too late", ipv4(1, join(hex("0b01 0000 0000 0000"), quoted))],
    ["IPv6: fragments that came too late", ipv6(58, join(hex("0301 0000 0000 0000"), V6))],
    ["an echo", ipv4(1, join(hex("0800 0000 0000 0000"), quoted))],
    ["IPv6: an echo", ipv6(58, join(hex("8000 0000 0000 0000"), V6))],
    ["a datagram of UDP", ipv4(1, join(hex("0301 0000 0000 0000"), ipv4(17, quoted)))],
  ])("other ICMP: %s", (_, frame) => {
    expect(decode(frame, LINK.RAW).result).toBe(DECODED.ICMP);
  });
});
