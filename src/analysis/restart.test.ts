import { expect, test } from "vitest";
import { recordsOf } from "./fixtures/script.js";

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

test("all connections of a device lost: a restart looks the same", async () => {
  const records = await recordsOf(
    [connection(1001, 0), connection(1002, 1), lost(1001, 5), lost(1002, 6)].join("\n"),
  );
  for (const { shifted } of records) {
    expect(shifted.grade).toBe("likely");
    expect(shifted.signs.find(({ id }) => id === "all-lost")?.text).toContain("all 2 connections");
  }
});

test("another connection that goes on tells it from a restart", async () => {
  const goesOn = "\n 7.00 > [P.] port 1002 len 100\n 7.01 < [.] port 1002 ttl 57";
  const records = await recordsOf(
    [connection(1001, 0), connection(1002, 1), lost(1001, 5), goesOn].join("\n"),
  );
  expect(records[0]?.shifted.signs.map(({ id }) => id)).toContain("others-went-on");
});

test.each([
  ["at another distance", connection(1002, 1).replaceAll("ttl 57", "ttl 58"), "ttl 58"],
  ["from after the first such RST", connection(1002, 6), "ttl 57"],
])("a connection %s tells nothing of it", async (_, other, ttl) => {
  const goesOn = `7.00 > [P.] port 1002 len 100\n 7.01 < [.] port 1002 ${ttl}`;
  const records = await recordsOf([connection(1001, 0), lost(1001, 5), other, goesOn].join("\n"));
  expect(records.map(({ outcome }) => outcome)).toEqual(["reset", "open"]);
  const about = ["others-went-on", "all-lost"];
  expect(records[0]?.shifted.signs.filter(({ id }) => about.includes(id))).toEqual([]);
});
