import { expect, test } from "vitest";
import { hex, join } from "../packet/fixtures/bytes.js";
import { pcapOf } from "../packet/fixtures/capture.js";
import { ethernet, ipv4 } from "../packet/fixtures/frames.js";
import { bytesSource } from "../packet/index.js";
import { analyzeFiles } from "./analyze.js";

// 10.0.0.1.40000 > 203.0.113.10.80: Flags [P.], seq 1:1401, ack 1, in datagrams of 8-byte units
const HEADER = hex("9c40 0050 00000001 00000001 5018 faf0 00000000");
const first = ipv4(6, join(HEADER, new Uint8Array(980)), { flags: 0x2000 });
const second = ipv4(6, new Uint8Array(400), { flags: 0x2000 | 125 });
const third = ipv4(6, new Uint8Array(20), { flags: 175 });

async function analyze(...datagrams: Uint8Array[]) {
  const frames = datagrams.map((datagram, nanos) => ({
    sec: 1,
    nanos,
    bytes: ethernet(0x0800, datagram),
  }));
  return analyzeFiles([{ name: "fragments", source: bytesSource(pcapOf(frames)) }], {
    keepPackets: true,
  });
}

test("the first fragment is the packet, the payload of the later ones counts", async () => {
  const { connections, totals } = await analyze(first, second, third);
  expect(totals).toMatchObject({ packets: 3, tcp: 1, fragments: 2, skipped: {} });
  const [connection] = connections;
  expect(connection?.record).toMatchObject({
    packets: { client: 1 },
    bytes: { client: 1400 },
    gaps: 0,
  });
  expect(connection?.packets).toMatchObject([{ fragment: true, length: 980, flags: "P." }]);
});

test("a fragment without its first one is counted as left out", async () => {
  const { totals } = await analyze(second, first);
  expect(totals).toMatchObject({ tcp: 1, fragments: 0, skipped: { "later IP fragment": 1 } });
});
