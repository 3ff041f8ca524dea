import { describe, expect, test } from "vitest";
import { ShiftError } from "../core/index.js";
import { iperf2Records, iperf3Records, streamsOf } from "./iperf-output.js";

const BASE = {
  traffic: "streams",
  origin: "origin",
  server: "203.0.113.10",
  startWallNs: "7",
  durationMs: 5000,
};

// iperf 2.1.8, -P 3 -t 5; stream 2 was reset.
const IPERF2 = `------------------------------------------------------------
Client connecting to 203.0.113.10, TCP port 5001
TCP window size: 85.3 KByte (default)
------------------------------------------------------------
[  1] local 198.51.100.2 port 58070 connected with 203.0.113.10 port 5001 (icwnd/mss/irtt=13/1448/38)
[  2] local 198.51.100.2 port 58086 connected with 203.0.113.10 port 5001 (icwnd/mss/irtt=13/1448/15)
[ 13] local 198.51.100.2 port 58090 connected with 203.0.113.10 port 5001 (icwnd/mss/irtt=13/1448/15)
write failed: Connection reset by peer
[ ID] Interval       Transfer     Bandwidth
[  2] 0.0000-1.2400 sec  16.1 KBytes   106 Kbits/sec
[  1] 0.0000-5.2399 sec  76.1 KBytes   106 Kbits/sec
[ 13] 0.0000-4.7500 sec  76.1 KBytes   106 Kbits/sec
[SUM] 0.0000-5.2289 sec  168 KBytes   214 Kbits/sec
`;

describe("iperf 2", () => {
  test("tells its streams while it runs", () => {
    const running = IPERF2.slice(0, IPERF2.indexOf("write failed"));
    expect(streamsOf(running)).toEqual([
      { id: "1", client: "198.51.100.2:58070" },
      { id: "2", client: "198.51.100.2:58086" },
      { id: "13", client: "198.51.100.2:58090" },
    ]);
    expect(streamsOf("")).toEqual([]);
  });

  test("a stream whose report is cut short was reset", () => {
    const records = iperf2Records({ stdout: IPERF2, stderr: "" }, BASE);
    expect(records.map(({ client, said, detail }) => [client, said, detail])).toEqual([
      ["198.51.100.2:58070", "ok", "ran for 5.2399 of 5 s"],
      ["198.51.100.2:58086", "reset", "ran for 1.24 of 5 s"],
      ["198.51.100.2:58090", "ok", "ran for 4.75 of 5 s"],
    ]);
    expect(records[0]).toMatchObject({ program: "iperf", ...BASE });
  });

  test("a stream without a report was reset", () => {
    const running = IPERF2.slice(0, IPERF2.indexOf("[ ID]"));
    const records = iperf2Records({ stdout: running, stderr: "" }, BASE);
    expect(records.map(({ said }) => said)).toEqual(["reset", "reset", "reset"]);
  });

  // iperf 2.1.8 whose server falls silent after 1.2 s, 0.3 s and 0.2 s.
  test.each([
    [6, "13.1820"],
    [2, "4.7255"],
    [1, "3.4404"],
  ])("a stream of %i s that waited for its server in vain stood still", (seconds, ran) => {
    const stdout = `[  1] local 198.51.100.2 port 58070 connected with 203.0.113.10 port 5001
[  1] 0.0000-${ran} sec   414 KBytes   357 Kbits/sec
`;
    const records = iperf2Records({ stdout, stderr: "" }, { ...BASE, durationMs: seconds * 1000 });
    expect(records.map(({ said }) => said)).toEqual(["timeout"]);
  });

  test("IPv6 ends get brackets", () => {
    const text = "[  1] local 2001:db8:1::2 port 40000 connected with 2001:db8::10 port 5001\n";
    expect(streamsOf(text)[0]?.client).toBe("[2001:db8:1::2]:40000");
  });

  test("a stream that was reset before iperf had it has no port", () => {
    const text = "[  1] local :: port 0 connected with :: port 5001\n";
    const [record] = iperf2Records({ stdout: text, stderr: "" }, BASE);
    expect(record).toMatchObject({ said: "reset", detail: "ran for 0 of 5 s" });
    expect(record).not.toHaveProperty("client");
  });

  test("no stream at all is an error", () => {
    const output = { stdout: "", stderr: "tcp connect failed: Connection refused\n" };
    expect(() => iperf2Records(output, BASE)).toThrow(ShiftError);
    expect(() => iperf2Records(output, BASE)).toThrow(/refused/);
  });
});

describe("iperf3", () => {
  // iperf 3.12 --json, shortened to what is read.
  const connected = [49_936, 49_946].map((local_port, index) => ({
    socket: 5 + 2 * index,
    local_host: "198.51.100.2",
    local_port,
    remote_host: "203.0.113.10",
    remote_port: 5201,
  }));
  const read = (document: unknown) =>
    iperf3Records({ stdout: JSON.stringify(document), stderr: "" }, BASE);

  test("one record for each data stream, none for the control connection", () => {
    const records = read({ start: { connected, version: "iperf 3.12" }, end: {} });
    expect(records.map(({ client, said, program }) => [client, said, program])).toEqual([
      ["198.51.100.2:49936", "ok", "iperf3"],
      ["198.51.100.2:49946", "ok", "iperf3"],
    ]);
  });

  test.each([
    ["unable to send control message: Connection reset by peer", "reset"],
    ["unable to send control message: Broken pipe", "reset"],
    ["control socket has closed unexpectedly", "error"],
  ])("%s is %s", (error, said) => {
    const records = read({ start: { connected }, error });
    expect(records.map((record) => [record.said, record.detail])).toEqual([
      [said, error],
      [said, error],
    ]);
  });

  test.each([
    ["", "nsenter: failed to execute iperf3: No such file or directory", "nsenter: failed to"],
    ['{ "start": {', "", "JSON"],
    ['{ "start": 1 }', "", "expected object"],
  ])("%j is no report, and the error says what else was said", (stdout, stderr, why) => {
    const read = () => iperf3Records({ stdout, stderr }, BASE);
    expect(read).toThrow(ShiftError);
    expect(read).toThrow(`iperf3 at origin ended without a report: `);
    expect(read).toThrow(why);
  });

  test.each([{ connected: [] }, {}])("no stream at all is an error: start %j", (start) => {
    const error = "unable to connect to server: Connection refused";
    expect(() => read({ start, error })).toThrow(`iperf3 at origin opened no stream: ${error}`);
  });
});
