import { expect, test } from "vitest";
import { RESET, transferText } from "./fixtures/curl-text.js";
import { keepAliveRecords } from "./keep-alive-records.js";

const ENDS = { origin: "origin", server: "203.0.113.10", startWallNs: "7", set: 2 };
const read = (separate: boolean, ...transfers: Parameters<typeof transferText>[0][]) =>
  keepAliveRecords(
    transfers.map(transferText).join(""),
    { id: "requests", size: 1000, separate },
    ENDS,
  );

test("requests over one port are one connection", () => {
  expect(
    read(false, { port: 40_000, device: "dest1" }, { port: 40_000, device: "dest1", bytes: 6 }),
  ).toEqual([
    {
      traffic: "requests",
      program: "curl",
      ...ENDS,
      client: "198.51.100.2:40000",
      device: "dest1",
      said: "ok",
      detail: "HTTP 206",
      bytes: 10,
      size: 1000,
      durationMs: 500,
    },
  ]);
});

test("a second connection leaves open how the first one ended: its requests were answered", () => {
  const records = read(false, { port: 40_000, device: "dest1" }, { port: 40_001, device: "dest2" });
  expect(records.map(({ client, said, device, set }) => [client, said, device, set])).toEqual([
    ["198.51.100.2:40000", "ok", "dest1", 2],
    ["198.51.100.2:40001", "ok", "dest2", 2],
  ]);
  expect(records[0]?.detail).toBe("HTTP 206; the next request took a new connection");
});

test("several requests over a second connection are that connection's", () => {
  const [first, second] = [
    { port: 40_000, device: "dest1" },
    { port: 40_001, device: "dest2" },
  ];
  const records = read(false, first, second, second);
  expect(records.map(({ client, bytes }) => [client, bytes])).toEqual([
    ["198.51.100.2:40000", 4],
    ["198.51.100.2:40001", 8],
  ]);
});

test("unless every request was to have its own, which then goes on with no other", () => {
  const records = read(true, { port: 40_000, device: "dest1" }, { port: 40_001, device: "dest2" });
  expect(records.map(({ said, detail, set }) => [said, detail, set])).toEqual([
    ["ok", "HTTP 206", undefined],
    ["ok", "HTTP 206", undefined],
  ]);
});

test("a request that fails later is the connection's end", () => {
  const [reset] = read(false, { port: 40_000, device: "dest1" }, { port: 40_000, ...RESET });
  expect(reset).toMatchObject({
    said: "reset",
    detail: "curl: (56) Recv failure: Connection reset by peer",
  });
  const [bad] = read(
    false,
    { port: 40_000, device: "dest1" },
    { port: 40_000, device: "dest1", code: 500 },
  );
  expect(bad).toMatchObject({ said: "error", detail: "HTTP 500" });
});

test("a failed connection keeps its word when another follows", () => {
  const records = read(false, { port: 40_000, ...RESET }, { port: 40_001, device: "dest2" });
  expect(records[0]?.detail).toBe("curl: (56) Recv failure: Connection reset by peer");
  expect(records.map(({ device }) => device)).toEqual([undefined, "dest2"]);
});

test("connections that never came about stay two", () => {
  const records = read(
    false,
    { port: 0, exitcode: 7, bytes: 0 },
    { port: 0, exitcode: 7, bytes: 0 },
  );
  expect(records.map(({ client, said }) => [client, said])).toEqual([
    [undefined, "refused"],
    [undefined, "refused"],
  ]);
});

test("a connection that stood is not refused: that was the next one, however often curl names the port before", () => {
  const refused = { port: 40_000, exitcode: 7, errormsg: RESET.errormsg, bytes: 0 };
  const records = read(false, { port: 40_000, device: "dest1" }, refused, refused);
  expect(records.map(({ client, said, set }) => [client, said, set])).toEqual([
    ["198.51.100.2:40000", "ok", 2],
    [undefined, "refused", 2],
    [undefined, "refused", 2],
  ]);
  expect(records[0]?.detail).toBe("HTTP 206; the next request took a new connection");
});
