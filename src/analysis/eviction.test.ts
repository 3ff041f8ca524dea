import { expect, test } from "vitest";
import { bytesSource } from "../packet/index.js";
import { analyzeFiles, analyzeStream } from "./analyze.js";
import { captureOf, recordsOf } from "./fixtures/script.js";

const opened = (port: number, at: number) =>
  `${at} > [S] port ${port}\n ${at}.1 < [S.] port ${port} ttl 57\n ${at}.2 > [.] port ${port}\n`;
const closed = (port: number, at: number) =>
  `${opened(port, at)} ${at}.3 > [F.] port ${port}\n ${at}.4 < [F.] port ${port}\n ${at}.5 > [.] port ${port}\n`;

test("with room for four, nine connections are all told, in order, each once", async () => {
  const script = Array.from({ length: 9 }, (_, index) => closed(1001 + index, index)).join("");
  const source = bytesSource(captureOf(script));
  const { connections, totals } = await analyzeFiles([{ name: "many", source }], {
    maxConnections: 4,
  });
  expect(connections.map(({ record }) => record.client.split(":")[1])).toEqual(
    Array.from({ length: 9 }, (_, index) => String(1001 + index)),
  );
  expect(connections.every(({ record }) => record.outcome === "closed")).toBe(true);
  expect(totals.evicted).toBe(5);
});

test("what is still held at the end is told in order of the first packets, be its place a used one", async () => {
  const script = Array.from({ length: 9 }, (_, index) => opened(1001 + index, index)).join("");
  const source = bytesSource(captureOf(script));
  const told: string[] = [];
  await analyzeStream([{ name: "many", source }], { maxConnections: 4 }, ({ record }) => {
    told.push(record.client.split(":")[1] as string);
  });
  expect(told.slice(-4)).toEqual(["1006", "1007", "1008", "1009"]);
});

test("ended connections go before live ones that are a little more idle", async () => {
  const script = [
    opened(1001, 0),
    closed(1002, 1),
    closed(1003, 2),
    opened(1004, 3),
    opened(1005, 4),
  ].join("");
  const goesOn = "5 > [P.] port 1001 len 10\n";
  const records = await recordsOf(script + goesOn, { maxConnections: 4 });
  expect(records.map(({ outcome }) => outcome)).toEqual([
    "open",
    "closed",
    "closed",
    "open",
    "open",
  ]);
  expect(records[0]?.bytes.client).toBe(10);
});

test("a connection that was forgotten while it lived comes back as a partial one", async () => {
  const script = Array.from({ length: 8 }, (_, index) => opened(1001 + index, index)).join("");
  const records = await recordsOf(`${script} 100 > [P.] port 1001 len 10`, { maxConnections: 4 });
  const first = records.filter(({ client }) => client.endsWith(":1001"));
  expect(first.map(({ outcome }) => outcome)).toEqual(["open", "partial"]);
});

test("where packets of few are wanted, no others are told, be they told early or at the end", async () => {
  const script = Array.from({ length: 9 }, (_, index) => closed(1001 + index, index)).join("");
  const source = bytesSource(captureOf(script));
  const { connections, totals } = await analyzeFiles([{ name: "many", source }], {
    maxConnections: 4,
    keepPackets: (_, order) => order === 6 || order === 48,
    onlyKept: true,
  });
  expect(totals.evicted).toBe(5);
  const flags = [">S", "<S.", ">.", ">F.", "<F.", ">."];
  expect(
    connections.map(({ record, order, packets }) => ({
      client: record.client.split(":")[1],
      order,
      flags: packets.map((packet) => packet.dir + packet.flags),
    })),
  ).toEqual([
    { client: "1002", order: 6, flags },
    { client: "1009", order: 48, flags },
  ]);
});

test("of several capture points, those that are told early are told with their point as well", async () => {
  const script = Array.from({ length: 9 }, (_, index) => closed(1001 + index, index)).join("");
  const inputs = ["one", "other"].map((name) => ({ name, source: bytesSource(captureOf(script)) }));
  const { connections, totals } = await analyzeFiles(inputs, { maxConnections: 4 });
  expect(totals.evicted).toBe(10);
  const told = connections.map(({ record }) => `${record.capture} ${record.client.split(":")[1]}`);
  const shown = Array.from({ length: 9 }, (_, index) => 1001 + index);
  expect(told).toEqual(["one", "other"].flatMap((name) => shown.map((port) => `${name} ${port}`)));
});
