import { describe, expect, test } from "vitest";
import { clientOf, detailOf, parseReports, parseTransfers, saidBy } from "./curl-output.js";
import { parseDevices } from "./devices.js";
import { RESET, transferText } from "./fixtures/curl-text.js";

const reportOf = (parts: Parameters<typeof transferText>[0]) => {
  const [report] = parseReports(transferText(parts));
  if (!report) throw new Error("no report");
  return report;
};

describe("parseTransfers", () => {
  test("pairs each report with the headers before it", () => {
    const text = [
      transferText({ port: 40_000, device: "dest1" }),
      transferText({ port: 40_001, ...RESET }),
      transferText({ port: 40_002, device: "dest2" }),
    ].join("");
    const transfers = parseTransfers(text);
    expect(transfers.map(({ report, device }) => [report.local_port, device])).toEqual([
      [40_000, "dest1"],
      [40_001, undefined],
      [40_002, "dest2"],
    ]);
    expect(parseDevices(text)).toEqual(["dest1", "dest2"]);
  });

  test("finds nothing in output that is not complete yet", () => {
    const text = transferText({ port: 40_000, device: "dest1" });
    expect(parseTransfers(text.slice(0, text.indexOf("{")))).toEqual([]);
    expect(parseTransfers("")).toEqual([]);
    expect(parseDevices(text.slice(0, text.indexOf("{")))).toEqual(["dest1"]);
  });

  test("takes a report without anything before it", () => {
    expect(parseTransfers(transferText({ port: 1, ...RESET }).trimStart())).toHaveLength(1);
  });
});

test("parseReports refuses a report without what is judged", () => {
  expect(() => parseReports('{"exitcode":0}')).toThrow(/http_code/);
});

test("clientOf is unknown until there was a connection", () => {
  expect(clientOf(reportOf({ port: 40_000 }))).toBe("198.51.100.2:40000");
  expect(clientOf(reportOf({ port: 0, exitcode: 7 }))).toBeUndefined();
});

// curl(1), EXIT CODES.
test.each([
  [0, 206, "ok"],
  [0, 404, "error"],
  [0, 500, "error"],
  [7, 0, "refused"],
  [18, 206, "cut"],
  [28, 206, "timeout"],
  [52, 0, "cut"],
  [55, 0, "reset"],
  [56, 206, "reset"],
  [6, 0, "error"],
  [22, 404, "error"],
] as const)("exit code %i with HTTP %i is %s", (exitcode, code, said) => {
  expect(saidBy(reportOf({ port: 1, device: "dest1", exitcode, code }))).toBe(said);
});

// Of curl 7.88.1: one where an ICMP error answered the SYN, one where a RST did.
test.each([
  [
    "* connect to 203.0.113.10 port 80 failed: No route to host\n* Closing connection 0\n",
    "unreachable",
  ],
  [
    "* connect to 203.0.113.10 port 80 failed: Connection refused\n* Closing connection 0\n",
    "refused",
  ],
] as const)("a failed connection is told by its reason: %s", (stderr, said) => {
  expect(saidBy(reportOf({ port: 1, device: "dest1", exitcode: 7, code: 0 }), stderr)).toBe(said);
});

test("detailOf repeats curl's own words", () => {
  expect(detailOf(reportOf({ port: 1, device: "dest1" }))).toBe("HTTP 206");
  expect(detailOf(reportOf({ port: 1, ...RESET }))).toBe(
    "curl: (56) Recv failure: Connection reset by peer",
  );
});
