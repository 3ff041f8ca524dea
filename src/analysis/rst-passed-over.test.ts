import { describe, expect, test } from "vitest";
import { recordOf } from "./fixtures/script.js";

/** The client has 2,000 bytes and has acknowledged half of them. */
const HALF = `0 > [S]
  0.01 < [S.] ttl 57
  0.02 > [.]
  0.10 > [P.] len 100
  0.11 < [.] len 1000 ttl 57
  0.12 > [.]
  0.13 < [.] len 1000 ttl 57`;
/** It has acknowledged all of them when the answer to a stray ack of the first half comes. */
const DOWNLOAD = `${HALF}\n 0.14 > [.]`;

describe("a RST below what its receiver had acknowledged is not accepted", () => {
  test("the connection is open, and the RST a sign", async () => {
    const record = await recordOf(`${DOWNLOAD}\n 0.15 < [R] seq 1001 ttl 51`);
    expect(record).toMatchObject({ outcome: "open", shifted: { grade: "possible" } });
    expect(record).not.toHaveProperty("reset");
    expect(record.shifted.reason).toBe(
      "a machine without a socket answered, and the connection went on: another device got some of its packets, as where the route came back or balances them one by one, or the RST was forged",
    );
    expect(record.shifted.signs).toMatchObject([{ id: "rst-passed-over", for: true }]);
  });

  test("so it is where the beginning is missing, and it answers none of the last acks", async () => {
    const more = [0.15, 0.16, 0.17]
      .map((at) => `${at} < [.] len 9 ttl 57\n ${at} > [.]\n`)
      .join("");
    const begun = DOWNLOAD.replaceAll(/.* \[S.*\n/g, "");
    const record = await recordOf(`${begun}\n ${more} 0.18 < [R] seq 1001 ttl 51`);
    expect(record).not.toHaveProperty("reset");
    expect(record.shifted.signs.map(({ id }) => id)).toEqual(["rst-passed-over"]);
  });

  test("it is no sign where it has a window, which no host without a socket gives", async () => {
    const record = await recordOf(`${DOWNLOAD}\n 0.15 < [R] seq 1001 ttl 51 win 229`);
    expect(record).toMatchObject({ outcome: "open", shifted: { grade: "no", signs: [] } });
  });

  test.each([
    ["just what it had acknowledged", "seq 2001"],
    ["more than it had acknowledged", "seq 2500"],
    ["a number below the stream", "seq -900000"],
  ])("but %s is", async (_, seq) => {
    const record = await recordOf(`${DOWNLOAD}\n 0.15 < [R] ${seq} ttl 51`);
    expect(record.outcome).toBe("reset");
    expect(record.shifted.signs.map(({ id }) => id)).not.toContain("rst-passed-over");
  });

  test.each([
    ["the FIN's number is", 2001, "reset"],
    ["one below it is not", 2000, "half-open"],
  ])("behind a FIN %s accepted", async (_, seq, outcome) => {
    const closing = ` 0.15 < [F.] ttl 57\n 0.16 > [.]\n 0.17 < [R] seq ${seq} ttl 51`;
    const record = await recordOf(`${DOWNLOAD}\n${closing}`);
    expect(record.outcome).toBe(outcome);
    // A closed server's kernel answers so, too.
    expect(record.shifted.signs.map(({ id }) => id)).not.toContain("rst-passed-over");
  });

  test("one with ACK flag is no sign of another device", async () => {
    const record = await recordOf(`${DOWNLOAD}\n 0.15 < [R.] seq 1001 ttl 51`);
    expect(record).toMatchObject({ outcome: "open", shifted: { signs: [] } });
  });

  test("one of the client's is none either", async () => {
    const record = await recordOf(`${DOWNLOAD}\n 0.15 < [.] ttl 57\n 0.16 > [R] seq 51 ttl 60`);
    expect(record).toMatchObject({ outcome: "open", shifted: { signs: [] } });
  });
});

/** What the client has of the server when the RST comes is not all acknowledged: the ack follows. */
const BURST = `${DOWNLOAD}
  0.15 < [.] len 1000 ttl 57
  0.16 < [R] seq 2001 ttl 51`;

describe("a RST whose receiver acknowledges more afterwards", () => {
  test("met a receiver that expected more, or was passed over: it is none, another one can be", async () => {
    const open = await recordOf(`${BURST}\n 0.17 > [.]`);
    expect(open.outcome).toBe("open");
    expect(open.shifted.signs.map(({ id }) => id)).toEqual(["rst-passed-over"]);
    const reset = await recordOf(`${BURST}\n 0.17 > [.]\n 0.18 < [R] seq 3001 ttl 51`);
    expect(reset).toMatchObject({ outcome: "reset", shifted: { grade: "certain" } });
    expect(reset.reset?.afterMs).toBeCloseTo(180, 5);
  });

  test.each([
    ["the same as before", "0.17 > [.] ack 2001"],
    ["less, out of order", "0.17 > [.] ack 1001\n 0.18 > [.] ack 2001"],
    ["no more, but a RST does", "0.17 > [R.] ack 3001"],
  ])("but one that acknowledges %s obeyed it", async (_, rest) => {
    const record = await recordOf(`${BURST}\n ${rest}`);
    expect(record).toMatchObject({ outcome: "reset", shifted: { grade: "certain" } });
  });

  test("and behind a FIN its number is no more", async () => {
    const record = await recordOf(`${DOWNLOAD}
      0.15 < [F.] ttl 57
      0.16 < [R] seq 2001 ttl 51
      0.17 > [.]`);
    expect(record.outcome).toBe("reset");
  });
});

test("a RST that both sides go on after is a sign, too", async () => {
  const record = await recordOf(`${DOWNLOAD}
    0.15 < [R] seq 2001 ttl 51
    0.16 < [.] len 1000 ttl 57
    0.17 > [.]`);
  expect(record.outcome).toBe("open");
  expect(record.shifted.signs.map(({ id }) => id)).toEqual(["rst-passed-over"]);
});

test("in a download the RST that the client obeys is the end, not one that came too early", async () => {
  const record = await recordOf(`${HALF}
    0.14 < [R] seq 1001 ttl 51
    0.15 < [.] len 1000 ttl 57
    0.16 > [.]
    0.17 < [R] seq 3001 ttl 51`);
  expect(record.outcome).toBe("reset");
  expect(record.reset?.afterMs).toBeCloseTo(170, 5);
  expect(record.shifted.grade).toBe("certain");
  expect(record.shifted.signs.map(({ id }) => id)).toContain("rst-passed-over");
});
