import { expect, test } from "vitest";
import { be16, hex, join } from "../packet/fixtures/bytes.js";
import { pcapOf } from "../packet/fixtures/capture.js";
import { ethernet, ipv4, ipv6 } from "../packet/fixtures/frames.js";
import { bytesSource } from "../packet/index.js";
import { analyzeFiles } from "./analyze.js";
import type { AnalyzeOptions } from "./options.js";

// 10.0.0.1.40000 > 203.0.113.10.80: Flags [P.], seq 2:1402, ack 1, in datagrams of 8-byte units
const HEADER = hex("9c40 0050 00000002 00000001 5018 faf0 00000000");
const firstOf = (header: Uint8Array) =>
  ipv4(6, join(header, new Uint8Array(980)), { flags: 0x2000 });
const first = firstOf(HEADER);
const second = ipv4(6, new Uint8Array(400), { flags: 0x2000 | 125 });
const third = ipv4(6, new Uint8Array(20), { flags: 175 });
const FROM_ANOTHER_PORT = join(hex("9c41"), HEADER.subarray(2));

const frameOf = (sec: number, datagram: Uint8Array) => ({
  sec,
  nanos: 0,
  bytes: ethernet(datagram[0] === 0x45 ? 0x0800 : 0x86dd, datagram),
});

async function analyze(frames: ReturnType<typeof frameOf>[], options: AnalyzeOptions = {}) {
  return analyzeFiles([{ name: "fragments", source: bytesSource(pcapOf(frames)) }], {
    keepPackets: true,
    ...options,
  });
}

const atOnce = (...datagrams: Uint8Array[]) =>
  analyze(datagrams.map((datagram) => frameOf(1, datagram)));

test.each([
  ["in order", [first, second, third]],
  ["the last one first, as old Linux sends them", [third, second, first]],
  ["the first one in the middle", [second, first, third]],
])("the first fragment is the packet, the payload of the later ones counts: %s", async (_, all) => {
  const { connections, totals } = await atOnce(...all);
  expect(totals).toMatchObject({ packets: 3, tcp: 1, fragments: 2, skipped: {} });
  const [connection] = connections;
  expect(connection?.record).toMatchObject({
    packets: { client: 1 },
    bytes: { client: 1400 },
    gaps: 0,
  });
  expect(connection?.packets).toMatchObject([{ fragment: true, length: 980, flags: "P." }]);
});

test("an IPv6 header before the TCP header is no payload", async () => {
  const fragment = (offsetAndMore: number, bytes: Uint8Array) =>
    ipv6(44, join(Uint8Array.of(60, 0), be16(offsetAndMore), hex("00000007"), bytes));
  // Destination options (RFC 8200 section 4.6): TCP comes next, eight bytes, PadN.
  const options = hex("0600 0104 00000000");
  const begin = fragment(1, join(options, HEADER, new Uint8Array(972)));
  const end = fragment(1000, new Uint8Array(428));
  // seq 974:982, which the later fragment begins with
  const repeated = join(HEADER.subarray(0, 4), hex("000003ce"), HEADER.subarray(8));
  const again = ipv6(6, join(repeated, new Uint8Array(8)));
  const { connections, totals } = await atOnce(begin, end, again);
  expect(totals).toMatchObject({ tcp: 2, fragments: 1, skipped: {} });
  expect(connections[0]?.packets).toMatchObject([{ length: 972 }, { length: 8 }]);
  expect(connections[0]?.record).toMatchObject({ bytes: { client: 1408 }, retransmissions: 1 });
});

test("the fragments of a segment that the capture has whole, from before a router, are copies", async () => {
  const header = join(HEADER.subarray(0, 12), hex("8018 faf0 00000000 0101080a 00000001 00000001"));
  const payload = join(header, new Uint8Array(1388));
  const whole = ipv4(6, payload);
  const fragments = [
    ipv4(6, payload.subarray(0, 1000), { flags: 0x2000 }),
    ipv4(6, payload.subarray(1000, 1400), { flags: 0x2000 | 125 }),
    ipv4(6, payload.subarray(1400), { flags: 175 }),
  ];
  for (const fragment of fragments) fragment[8] = 63;
  const { connections, totals } = await atOnce(whole, ...fragments);
  expect(totals).toMatchObject({ tcp: 2, fragments: 2, skipped: {} });
  expect(connections[0]?.record).toMatchObject({ bytes: { client: 1388 }, retransmissions: 0 });
});

test("fragments whose first one never comes are counted as left out", async () => {
  const { totals } = await atOnce(second, third);
  expect(totals).toMatchObject({ tcp: 0, fragments: 0, skipped: { "later IP fragment": 2 } });
});

test.each([
  ["the datagram before is complete", [first, second, third], 1, [1400, 1400]],
  ["the datagram before was given up", [first, third], 32, [1000, 1400]],
])("an IP id that is used again is another datagram: %s", async (_, before, sec, bytes) => {
  const again = [third, second, firstOf(FROM_ANOTHER_PORT)].map((one) => frameOf(sec, one));
  const { connections } = await analyze([...before.map((one) => frameOf(1, one)), ...again]);
  expect(connections.map(({ record }) => record.bytes.client)).toEqual(bytes);
});

test("an IP id that is used again soon is another datagram from its first fragment on", async () => {
  const again = [firstOf(FROM_ANOTHER_PORT), second, third];
  const { connections } = await atOnce(first, third, ...again);
  expect(connections.map(({ record }) => record.bytes.client)).toEqual([1000, 1400]);
});

test("no connection gets the later fragments of one that was forgotten before it", async () => {
  const other = ipv4(6, join(FROM_ANOTHER_PORT, new Uint8Array(100)));
  const all = [first, other, second, third].map((datagram) => frameOf(1, datagram));
  const { connections, totals } = await analyze(all, { maxConnections: 1 });
  expect(connections.map(({ record }) => record.bytes.client)).toEqual([980, 100]);
  expect(totals).toMatchObject({ evicted: 1, skipped: { "later IP fragment": 2 } });
});

test("of what waits only so much is held", async () => {
  const lonely = Array.from({ length: 5000 }, () => second);
  const { totals } = await atOnce(third, ...lonely, first);
  expect(totals.fragments).toBeLessThan(5000);
  expect(totals.fragments + (totals.skipped["later IP fragment"] ?? 0)).toBe(5001);
});
