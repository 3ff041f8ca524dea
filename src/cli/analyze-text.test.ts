import { expect, test } from "vitest";
import { type ConnectionRecord, MAX_LISTED, SummaryCollector } from "../analysis/index.js";
import { analysisText } from "./analyze-text.js";

const TOTALS = { points: 1, packets: 1, tcp: 1, fragments: 0, tooBig: 0, evicted: 0, skipped: {} };

/** A connection with this server, at this time, which was shifted and carried this many bytes. */
function shifted(server: number, ms: number, bytes = 1): ConnectionRecord {
  return {
    client: "192.0.2.1:1024",
    server: `203.0.113.${server}:80`,
    outcome: "reset",
    bytes: { client: bytes, server: 0 },
    startNs: "0",
    durationMs: ms,
    shifted: { grade: "certain" },
    reset: { afterMs: ms },
  } as ConnectionRecord;
}

/** What is told of these connections, with some totals. */
function textOf(records: readonly ConnectionRecord[], totals = TOTALS, files = ["a.pcap"]): string {
  const summary = new SummaryCollector();
  for (const record of records) summary.add(record);
  const end = { totals, faults: [] };
  return analysisText({ files, summary: summary.finish(), end, worst: [] });
}

test.each([
  [3, /203\.0\.113\.2:80 100\.0 % \(1 of 1\)$/m],
  [MAX_LISTED - 1, /, and 16 more$/m],
  [MAX_LISTED + 5, /, and at least 17 more$/m],
])("of %d servers with shifts it is told how many are not named", (servers, expected) => {
  const records = Array.from({ length: servers }, (_, server) => shifted(server, 0));
  expect(textOf(records)).toMatch(expected);
});

test("one packet and one connection are no several", () => {
  const text = textOf([shifted(1, 0)], { ...TOTALS, evicted: 1 });
  expect(text).toContain("1 packet, 1 TCP connection\n");
  expect(text).toContain("1 connection told early to make room\n");
});

test("of several files it is told at how many points they were captured", () => {
  const at = (points: number) => textOf([], { ...TOTALS, points }, ["a.pcap", "b.pcap"]);
  expect(at(1)).toMatch(/^a\.pcap, b\.pcap: 1 packet from 1 capture point, /);
  expect(at(2)).toMatch(/^a\.pcap, b\.pcap: 1 packet from 2 capture points, /);
});

test("a time is rounded up, so that all happened within it", () => {
  expect(textOf([shifted(1, 0), shifted(1, 0.4), shifted(1, 644.4)])).toContain("within 645 ms");
});

test("what is seldom is not said to be never", () => {
  const going = { ...shifted(1, 0, 20_000), shifted: { grade: "no" } } as ConnectionRecord;
  const large = [shifted(1, 0, 20_000), ...Array.from({ length: 99 }, () => going)];
  expect(textOf([...large, shifted(1, 0)])).toContain("100.0 % (1 of 1) of the others, 0.01 times");
});
