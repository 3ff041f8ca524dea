import { expect, test } from "vitest";
import { recordsOf } from "./fixtures/script.js";
import type { ConnectionRecord } from "./record.js";

const connection = (port: number, from: number) => `
  ${from}.00 > [S] port ${port}
  ${from}.01 < [S.] port ${port} ttl 57
  ${from}.02 > [.] port ${port}
  ${from}.03 > [P.] port ${port} len 100
  ${from}.04 < [.] port ${port} ttl 57
`;
const lost = (port: number, at: number) => `
  ${at}.00 > [P.] port ${port} len 100
  ${at}.01 < [R] port ${port} seq 1 ttl 57
`;

const about = (record: ConnectionRecord | undefined) =>
  record?.shifted.signs
    .map(({ id }) => id)
    .filter((id) => ["others-went-on", "all-lost"].includes(id));

test("all connections of a device lost: a restart looks the same", async () => {
  const records = await recordsOf(
    [connection(1001, 0), connection(1002, 1), lost(1001, 5), lost(1002, 6)].join("\n"),
  );
  for (const { shifted } of records) {
    expect(shifted.grade).toBe("possible");
    expect(shifted.signs.find(({ id }) => id === "all-lost")?.text).toContain("all 2 connections");
  }
});

test("another connection that goes on tells it from a restart", async () => {
  const goesOn = "\n 7.00 > [P.] port 1002 len 100\n 7.01 < [.] port 1002 ttl 57";
  const records = await recordsOf(
    [connection(1002, 0), connection(1001, 1), lost(1001, 5), goesOn].join("\n"),
  );
  expect(records[1]?.shifted.signs.map(({ id }) => id)).toContain("others-went-on");
});

test("one that began when the device was no more heard in the first may have met it after a restart", async () => {
  const goesOn = "7.00 > [P.] port 1002 len 100\n 7.01 < [.] port 1002 ttl 57";
  const [first] = await recordsOf(
    [connection(1001, 0), connection(1002, 2), lost(1001, 5), goesOn].join("\n"),
  );
  expect(about(first)).toEqual([]);
});

test.each([
  ["at another distance", connection(1002, 1).replaceAll("ttl 57", "ttl 58"), "ttl 58"],
  ["from after the first such RST", connection(1002, 6), "ttl 57"],
])("a connection %s tells nothing of it", async (_, other, ttl) => {
  const goesOn = `7.00 > [P.] port 1002 len 100\n 7.01 < [.] port 1002 ${ttl}`;
  const records = await recordsOf([connection(1001, 0), lost(1001, 5), other, goesOn].join("\n"));
  expect(records.map(({ outcome }) => outcome)).toEqual(["reset", "open"]);
  expect(about(records[0])).toEqual([]);
});

test("a connection whose SYN the device accepted only after its first RST tells nothing", async () => {
  const late = `
    2.00 > [S] seq 0 port 1002
    4.00 > [S] seq 0 port 1002
    6.00 > [S] seq 0 port 1002
    6.01 < [S.] port 1002 ttl 57
    6.02 > [.] port 1002`;
  const [first] = await recordsOf([connection(1001, 0), lost(1001, 5), late].join("\n"));
  expect(about(first)).toEqual([]);
});

test("a connection from before the capture that goes on tells it from a restart", async () => {
  const goesOn = (at: number) => `
    ${at}.00 > [P.] port 1002 seq 500 ack 900 len 100
    ${at}.01 < [.] port 1002 seq 900 ack 600 ttl 57`;
  const [, second] = await recordsOf(
    [goesOn(0), connection(1001, 1), lost(1001, 5), goesOn(7)].join("\n"),
  );
  expect(about(second)).toEqual(["others-went-on"]);
});

test("a RST that answers a late packet of a closed connection is no survival", async () => {
  const closed = `${connection(1002, 1)}
    1.10 > [F.] port 1002
    1.11 < [F.] port 1002 ttl 57
    1.12 > [.] port 1002
    7.00 > [.] port 1002
    7.01 < [R] port 1002 seq 2 ttl 57`;
  const [first] = await recordsOf([connection(1001, 0), lost(1001, 5), closed].join("\n"));
  expect(about(first)).toEqual([]);
});

test("a connection that went on after the first RST and was lost later is told by itself", async () => {
  const goesOn = "6.00 > [P.] port 1002 len 100\n 6.01 < [.] port 1002 ttl 57";
  const [first, second] = await recordsOf(
    [connection(1002, 0), connection(1001, 1), lost(1001, 5), goesOn, lost(1002, 9)].join("\n"),
  );
  // The device may have restarted between the two.
  expect(about(first)).toEqual([]);
  expect(about(second)).toEqual(["others-went-on"]);
});

test("a later one is told from a restart by connections that began after the first such RST", async () => {
  const went = (port: number, at: number) =>
    `${at}.00 > [P.] port ${port} len 100\n ${at}.01 < [.] port ${port} ttl 57`;
  const records = await recordsOf(
    [
      connection(1001, 0),
      connection(1002, 1),
      lost(1001, 5),
      connection(1003, 6),
      went(1002, 7),
      lost(1002, 9),
      went(1003, 12),
      lost(1003, 20),
    ].join("\n"),
  );
  expect(records.map((record) => about(record))).toEqual([[], ["others-went-on"], []]);
});

test("a device that goes on with the very connection after the RST has not restarted", async () => {
  const [only] = await recordsOf(
    [connection(1001, 0), lost(1001, 5), "5.20 < [P.] port 1001 seq 1 len 9 ttl 57"].join("\n"),
  );
  expect(only?.shifted.signs.find(({ id }) => id === "others-went-on")?.text).toBe(
    "the server at this distance went on with this connection or another one after it: it has not restarted, unless several devices at this distance share the address",
  );
});
