import { expect, test } from "vitest";
import { type ConnectionRecord, MAX_LISTED, SummaryCollector } from "../analysis/index.js";
import { analysisText } from "./analyze-text.js";

const TOTALS = { packets: 1, tcp: 1, fragments: 0, tooBig: 0, evicted: 0, skipped: {} };

/** The lines about connections with these servers, which were shifted. */
function textOf(servers: number): string {
  const summary = new SummaryCollector();
  for (let server = 0; server < servers; server++) {
    summary.add({
      client: "192.0.2.1:1024",
      server: `203.0.113.${server}:80`,
      outcome: "reset",
      bytes: { client: 1, server: 1 },
      startNs: "0",
      durationMs: 0,
      shifted: { grade: "certain" },
    } as ConnectionRecord);
  }
  const end = { totals: TOTALS, faults: [] };
  return analysisText({ files: ["a.pcap"], summary: summary.finish(), end, worst: [] });
}

test.each([
  [3, /203\.0\.113\.2:80 100\.0 % \(1 of 1\)$/m],
  [MAX_LISTED - 1, /, and 16 more$/m],
  [MAX_LISTED + 5, /, and at least 17 more$/m],
])("of %d servers with shifts it is told how many are not named", (servers, expected) => {
  expect(textOf(servers)).toMatch(expected);
});
