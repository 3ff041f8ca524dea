import { expect, test } from "vitest";
import { recordOf, recordsOf } from "./fixtures/script.js";

// Ports that are used again: where one connection ends and another one begins.
const OPEN = `
  0.00 > [S]
  0.01 < [S.] ttl 57
  0.02 > [.]
  0.03 > [P.] len 100
  0.04 < [.] ttl 57
`;
const CLOSED = `${OPEN} 1 > [F.]\n 1.01 < [F.] ttl 57\n 1.02 > [.]\n`;

test("a SYN after the close opens another connection", async () => {
  const records = await recordsOf(`${CLOSED} 2 > [S] seq 9000\n 2.01 < [R.] seq -50000 ack 9001`);
  expect(records.map(({ outcome }) => outcome)).toEqual(["closed", "refused"]);
});

test("a SYN with another number opens another connection, with the same number it is a retransmission", async () => {
  const records = await recordsOf("0 > [S]\n 1 > [S] seq 0\n 2 > [S] seq 777");
  expect(records.map(({ packets }) => packets.client)).toEqual([2, 1]);
  expect(records[0]?.retransmissions).toBe(1);
});

test.each([
  ["a close", CLOSED, "closed"],
  ["a RST", `${OPEN} 1 < [R.] ttl 57\n`, "reset"],
])(
  "a SYN-ACK with other numbers after %s opens another connection: its SYN was not captured",
  async (_, old, outcome) => {
    const records = await recordsOf(`${old}
    2.00 < [S.] seq 700000 ack 900001
    2.01 > [.] seq 900001 ack 700001
    2.02 > [P.] seq 900001 ack 700001 len 10
    2.03 < [.] seq 700001 ack 900011`);
    expect(records.map((record) => `${record.outcome} ${record.opener} ${record.gaps}`)).toEqual([
      `${outcome} SYN 0`,
      "open SYN-ACK 0",
    ]);
  },
);

test.each([
  ["the client had reset", "0.00 < [S.] seq 0 ack 1\n 0.01 > [R] seq 1"],
  ["was half open", "0.00 < [S.] seq 0 ack 1\n 1.00 < [S.] seq 0 ack 1"],
])(
  "a SYN with another number opens another connection where one that %s lacks its SYN",
  async (_, old) => {
    const records = await recordsOf(`${old}\n 9 > [S] seq 9000\n 9.01 < [S.] seq 900 ack 9001`);
    expect(records.map(({ opener }) => opener)).toEqual(["SYN-ACK", "SYN"]);
  },
);

test.each([
  ["its SYN-ACK", "0 < [S.] seq 0 ack 1\n 0.001 > [S] seq 0\n 0.002 > [.] seq 1 ack 1"],
  ["its ack", "0 < [S.] seq 0 ack 1\n 0.001 > [.] seq 1 ack 1\n 0.002 > [S] seq 0"],
  [
    "an ack of its payload",
    "0 < [S.] seq 0 ack 9\n 0.001 < [.] seq 1 ack 99\n 0.002 > [S] seq 0 len 8\n 0.003 > [.] seq 99 ack 1",
  ],
])("a SYN that was captured after %s is its connection's", async (_, script) => {
  expect(await recordOf(script)).toMatchObject({ opener: "SYN", outcome: "open" });
});

test("a late SYN-ACK after the end belongs to what it answers", async () => {
  const again = "2.00 < [S.] seq 0 ack 1\n 2.01 < [S.] seq 70 ack 1";
  expect(await recordOf(`${CLOSED}${again}`)).toMatchObject({ outcome: "closed" });
});

test("an old socket's answer to a new SYN is no end: challenge ACK, RST, SYN again", async () => {
  const record = await recordOf(`
    0.00 > [S]
    0.01 < [.] seq 7000 ack 300
    0.02 > [R] seq -700
    1.00 > [S] seq 0
    1.01 < [S.]
    1.02 > [.] seq 1 ack 1`);
  expect(record).toMatchObject({ outcome: "open", client: "198.51.100.1:40000" });
});

test.each([
  ["a challenge ACK", "0.01 < [.] seq 7000 ack 300000"],
  ["a SYN-ACK", "0.01 < [S.] seq 0 ack 300000"],
])(
  "what an old socket acknowledges of an earlier connection says nothing of this one: %s",
  async (_, answer) => {
    const record = await recordOf(`
    0.00 > [S]
    ${answer}
    0.02 > [R] seq 299000
    1.00 > [S] seq 0
    1.01 < [S.] seq 0
    1.02 > [.] seq 1 ack 1
    1.03 > [P.] seq 1 ack 1 len 100
    1.04 < [.] seq 1 ack 101`);
    const retransmissions = answer.includes("S") ? 2 : 1;
    expect(record).toMatchObject({ outcome: "open", retransmissions, gaps: 0 });
  },
);
