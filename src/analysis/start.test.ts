import { expect, test } from "vitest";
import { pcapOf } from "../packet/fixtures/capture.js";
import { ethernet, ipv4, TCP_SYN } from "../packet/fixtures/frames.js";
import { bytesSource } from "../packet/index.js";
import { analyzeFiles } from "./analyze.js";

test("a connection that begins a year after the first packet begins to the nanosecond", async () => {
  const from = (port: number) => {
    const syn = TCP_SYN.slice();
    new DataView(syn.buffer).setUint16(0, port);
    return ethernet(0x0800, ipv4(6, syn));
  };
  const source = bytesSource(
    pcapOf([
      { sec: 1_700_000_000, nanos: 999_999_999, bytes: from(40001) },
      { sec: 1_731_536_000, nanos: 123_456_789, bytes: from(40002) },
    ]),
  );
  const { connections } = await analyzeFiles([{ name: "joined", source }]);
  expect(connections.map(({ record }) => record.startNs)).toEqual([
    "1700000000999999999",
    "1731536000123456789",
  ]);
});
