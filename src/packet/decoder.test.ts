import { describe, expect, test } from "vitest";
import { DECODED, LINK, Segment } from "../engine/index.js";
import { Decoder } from "./decoder.js";
import { hex, join } from "./fixtures/bytes.js";
import { decode } from "./fixtures/decode.js";
import { ethernet, ipv4, ipv6, TCP_SYN } from "./fixtures/frames.js";

const V4 = ipv4(6, TCP_SYN);
const V6 = ipv6(6, TCP_SYN);

function expectSyn(frame: Uint8Array, linkType: number = LINK.ETHERNET, decap = false): Segment {
  const { result, segment } = decode(frame, linkType, decap);
  expect(result).toBe(DECODED.TCP);
  expect(segment).toMatchObject({
    srcPort: 40000,
    dstPort: 80,
    seq: 1,
    flags: 2,
    length: 0,
    window: 64240,
  });
  return segment;
}

describe("link layers", () => {
  const cases: [name: string, frame: Uint8Array, linkType: number][] = [
    ["Ethernet", ethernet(0x0800, V4), LINK.ETHERNET],
    ["802.1Q", ethernet(0x8100, join(hex("0064 0800"), V4)), LINK.ETHERNET],
    [
      "802.1ad over 802.1Q over 802.1Q",
      ethernet(0x88a8, join(hex("0064 8100 0065 8100 0066 86dd"), V6)),
      LINK.ETHERNET,
    ],
    ["MPLS, two labels", ethernet(0x8847, join(hex("00010040 00011140"), V4)), LINK.ETHERNET],
    ["MPLS over IPv6", ethernet(0x8847, join(hex("00011140"), V6)), LINK.ETHERNET],
    [
      "Ethernet in MPLS",
      ethernet(0x8847, join(hex("00011140 00000000"), ethernet(0x0800, V4))),
      LINK.ETHERNET,
    ],
    ["PPPoE", ethernet(0x8864, join(hex("1100 0001 002a 0021"), V4)), LINK.ETHERNET],
    ["LLC and SNAP", ethernet(48, join(hex("aaaa03 000000 0800"), V4)), LINK.ETHERNET],
    ["RAW IPv4", V4, LINK.RAW],
    ["RAW IPv6", V6, LINK.RAW],
    ["RAW of the BSDs", V4, LINK.RAW_BSD],
    ["IPV4", V4, LINK.IPV4],
    ["IPV6", V6, LINK.IPV6],
    ["SLL", join(hex("0000 0001 0006 020000000001 0000 0800"), V4), LINK.LINUX_SLL],
    ["SLL2", join(hex("86dd 0000 00000002 0001 00 06 020000000001 0000"), V6), LINK.LINUX_SLL2],
    ["NULL, little-endian", join(hex("02000000"), V4), LINK.NULL],
    ["NULL, big-endian, Darwin's IPv6", join(hex("0000001e"), V6), LINK.NULL],
    ["LOOP", join(hex("00000002"), V4), LINK.LOOP],
    ["PPP with HDLC framing", join(hex("ff03 0021"), V4), LINK.PPP],
    ["PPP, compressed protocol", join(hex("21"), V4), LINK.PPP],
    ["PPP_HDLC, IPv6", join(hex("ff03 0057"), V6), LINK.PPP_HDLC],
    ["PPP_ETHER", join(hex("1100 0001 003e 0057"), V6), LINK.PPP_ETHER],
  ];
  test.each(cases)("%s", (_, frame, linkType) => {
    expectSyn(frame, linkType);
  });

  test.each([
    ["another organisation's SNAP", ethernet(48, join(hex("aaaa03 00000c 0800"), V4))],
    ["LLC alone", ethernet(48, join(hex("424203 000000 0800"), V4))],
    ["an ethertype that nobody has", ethernet(0x0700, join(hex("aaaa03 000000 0800"), V4))],
  ])("%s is not IP", (_, frame) => {
    expect(decode(frame).result).toBe(DECODED.NOT_IP);
  });

  test("the outermost VLAN tag is kept", () => {
    expect(expectSyn(ethernet(0x88a8, join(hex("0064 8100 0065 0800"), V4))).vlan).toBe(100);
  });
});

describe("network layer", () => {
  test("IPv4 fields", () => {
    const segment = expectSyn(ethernet(0x0800, V4));
    expect(segment).toMatchObject({
      family: 4,
      ttl: 64,
      ipId: 7,
      fragment: 0,
      src0: 0x0a000001,
      src1: 0,
    });
    expect(segment.dst0 >>> 0).toBe(0xcb00710a);
  });

  test("IPv6 fields", () => {
    const segment = expectSyn(ethernet(0x86dd, V6));
    expect(segment).toMatchObject({
      family: 6,
      ttl: 61,
      ipId: -1,
      flowLabel: 0xabcde,
      src3: 1,
      dst3: 2,
    });
  });

  test("IPv4 options are passed over", () => {
    expectSyn(ethernet(0x0800, ipv4(6, TCP_SYN, { options: hex("94040000") })));
  });

  test("Ethernet padding is no payload", () => {
    expect(expectSyn(ethernet(0x0800, join(V4, new Uint8Array(6)))).length).toBe(0);
  });

  test("a total length of 0, as offloading leaves it, stands for the frame", () => {
    const frame = ethernet(0x0800, join(V4, new Uint8Array(100)));
    frame.set([0, 0], 16);
    expect(decode(frame).segment.length).toBe(100);
  });

  test.each([
    [
      "hop by hop, routing, destination",
      hex("2b00000000000000 3c00000000000000 0600000000000000"),
      0,
    ],
    ["authentication", hex("06040000 00000001 00000001 000000000000000000000000"), 51],
  ])("IPv6 extension headers: %s", (_, headers, first) => {
    expectSyn(ethernet(0x86dd, ipv6(first, join(headers, TCP_SYN))));
  });

  const stop = (last: string) => last.padStart(32, "0");
  test.each([
    ["segment routing", `0604040101000000 ${stop("9")} ${stop("8")}`, 9],
    ["segment routing with options", `0603040100000000 ${stop("9")} 0406000000000000`, 9],
    ["segment routing that is over", `0602040000000000 ${stop("9")}`, 2],
    ["source routing", `0604000100000000 ${stop("8")} ${stop("9")}`, 9],
    ["a mobile host", `0602020100000000 ${stop("9")}`, 9],
    ["no whole addresses", `0602030100000000 ${stop("9")}`, 2],
    ["no address", "0600040100000000", 2],
  ])("a routing header names the destination: %s", (_, header, dst3) => {
    const frame = ethernet(0x86dd, ipv6(43, join(hex(header), TCP_SYN)));
    expect(expectSyn(frame)).toMatchObject({ dst3 });
    // As much of it as a short snap length leaves.
    expect(decode(frame.subarray(0, 70)).result).toBe(DECODED.CUT_TCP);
  });

  test("the first IPv6 fragment is the segment", () => {
    const segment = expectSyn(ethernet(0x86dd, ipv6(44, join(hex("0600 0001 deadbeef"), TCP_SYN))));
    expect(segment.fragment).toBe(1);
    expect(segment.ipId >>> 0).toBe(0xdeadbeef);
  });

  test("a later IPv4 fragment has no ports", () => {
    const { result, segment } = decode(
      ethernet(0x0800, ipv4(6, new Uint8Array(48), { flags: 0x2003 })),
    );
    expect(result).toBe(DECODED.FRAGMENT);
    expect(segment).toMatchObject({ fragmentOffset: 24, length: 48, ipId: 7 });
  });
});

describe("tunnels", () => {
  const inner = ethernet(0x0800, V4);
  const cases: [name: string, frame: Uint8Array][] = [
    ["IP in IP", ipv4(4, V4)],
    ["IPv6 in IPv4", ipv4(41, V6)],
    ["GRE", ipv4(47, join(hex("0000 0800"), V4))],
    [
      "GRE with checksum, key and sequence",
      ipv4(47, join(hex("b000 0800 00000000 00000001 00000002"), V4)),
    ],
    ["Ethernet in GRE", ipv6(47, join(hex("0000 6558"), inner))],
    ["VXLAN", ipv4(17, join(hex("c000 12b5 0000 0000 08000000 00006400"), inner))],
    [
      "VXLAN on Linux's old port",
      ipv4(17, join(hex("c000 2118 0000 0000 08000000 00006400"), inner)),
    ],
    [
      "GENEVE with options",
      ipv6(17, join(hex("c000 17c1 0000 0000 0100 6558 00006400 00000000"), inner)),
    ],
    [
      "VXLAN in IP in IP",
      ipv4(4, ipv4(17, join(hex("c000 12b5 0000 0000 08000000 00006400"), inner))),
    ],
  ];
  test.each(cases)("%s, taken off", (_, packet) => {
    expectSyn(packet, LINK.RAW, true);
  });

  test.each(cases)("%s, not asked for", (_, packet) => {
    expect(decode(packet, LINK.RAW).result).toBe(DECODED.TUNNEL);
  });

  test("headers without end are given up", () => {
    let packet = V4;
    for (let level = 0; level < 40; level++) packet = ipv4(4, packet);
    expect(decode(packet, LINK.RAW, true).result).toBe(DECODED.TOO_DEEP);
  });
});

describe("what is left out is named", () => {
  const cases: [name: string, frame: Uint8Array, linkType: number, result: number][] = [
    ["ARP", ethernet(0x0806, new Uint8Array(28)), LINK.ETHERNET, DECODED.ARP],
    ["LLDP", ethernet(0x88cc, new Uint8Array(28)), LINK.ETHERNET, DECODED.NOT_IP],
    ["UDP", ipv4(17, new Uint8Array(8)), LINK.RAW, DECODED.UDP],
    ["ESP", ipv4(50, new Uint8Array(20)), LINK.RAW, DECODED.ESP],
    ["SCTP", ipv4(132, new Uint8Array(20)), LINK.RAW, DECODED.SCTP],
    ["OSPF", ipv4(89, new Uint8Array(20)), LINK.RAW, DECODED.OSPF],
    ["VRRP", ipv4(112, new Uint8Array(20)), LINK.RAW, DECODED.OTHER_PROTOCOL],
    ["a later piece of UDP", ipv4(17, V4, { flags: 1 }), LINK.RAW, DECODED.UDP],
    ["a later piece of ICMP", ipv4(1, V4, { flags: 1 }), LINK.RAW, DECODED.ICMP],
    ["a later piece of a tunnel", ipv4(47, V4, { flags: 1 }), LINK.RAW, DECODED.TUNNEL],
    ["a later piece of ESP", ipv4(50, V4, { flags: 1 }), LINK.RAW, DECODED.ESP],
    ["an unknown link type", V4, 147, DECODED.LINK_TYPE],
    ["IP version 5", join(hex("55"), V4.subarray(1)), LINK.RAW, DECODED.BAD_IP],
    ["a header length below 20", join(hex("44"), V4.subarray(1)), LINK.RAW, DECODED.BAD_IP],
    [
      "a TCP offset below 5",
      ipv4(6, join(TCP_SYN.subarray(0, 12), hex("4002 faf0 00000000"))),
      LINK.RAW,
      DECODED.BAD_TCP,
    ],
    [
      "a TCP offset beyond the datagram",
      ipv4(6, join(TCP_SYN.subarray(0, 12), hex("6002 faf0 00000000"))),
      LINK.RAW,
      DECODED.BAD_TCP,
    ],
    ["13 bytes of Ethernet", ethernet(0x0800, V4).subarray(0, 13), LINK.ETHERNET, DECODED.CUT_LINK],
    ["19 bytes of IPv4", V4.subarray(0, 19), LINK.RAW, DECODED.CUT_IP],
    ["39 bytes of IPv6", V6.subarray(0, 39), LINK.RAW, DECODED.CUT_IP],
    ["19 bytes of TCP", V4.subarray(0, 39), LINK.RAW, DECODED.CUT_TCP],
  ];
  test.each(cases)("%s", (_, frame, linkType, result) => {
    expect(decode(frame, linkType).result).toBe(result);
  });
});

describe("TCP options", () => {
  test.each([
    ["first, as Linux has them in data", "0101080a 00000063 00000000"],
    ["behind MSS, SACK and a NOP", "020405b4 0402 080a 00000063 00000000 0103 0307"],
  ])("timestamps %s", (_, text) => {
    const options = hex(text);
    const words = 5 + options.length / 4;
    const tcp = join(
      TCP_SYN.subarray(0, 12),
      Uint8Array.of(words << 4, 2),
      TCP_SYN.subarray(14),
      options,
    );
    const { segment } = decode(ipv4(6, tcp), LINK.RAW);
    expect(segment).toMatchObject({ hasTimestamp: 1, tsVal: 99 });
  });

  test("none are found where the snap length cut them off", () => {
    const tcp = join(
      TCP_SYN.subarray(0, 12),
      hex("8002"),
      TCP_SYN.subarray(14),
      hex("0101080a 00000063 00000000"),
    );
    const frame = ipv4(6, tcp).subarray(0, 44);
    const segment = new Segment();
    const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
    expect(new Decoder().decode(view, 0, 44, 52, LINK.RAW, segment)).toBe(DECODED.TCP);
    expect(segment).toMatchObject({ hasTimestamp: 0, length: 0 });
  });
});
