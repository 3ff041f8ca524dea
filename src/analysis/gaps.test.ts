import { describe, expect, test } from "vitest";
import { recordOf } from "./fixtures/script.js";

const HANDSHAKE = `
  0.00 > [S]
  0.01 < [S.] ttl 57
  0.02 > [.]
`;

test("payload that is missing below other payload is a gap, though nobody has acknowledged either", async () => {
  const one = await recordOf(`${HANDSHAKE} 0.10 > [P.] seq 101 len 100`);
  expect(one).toMatchObject({ gaps: 1, retransmissions: 0 });
  const two = await recordOf(`${HANDSHAKE}
    0.10 > [P.] seq 101 len 100
    0.20 > [P.] seq 301 len 100
    0.30 < [P.] seq 51 len 100 ttl 57`);
  expect(two).toMatchObject({ gaps: 3 });
});

describe("payload that is acknowledged before the capture has it", () => {
  test("is neither missing nor sent again; Zeek's history has its gap", async () => {
    const record = await recordOf(`${HANDSHAKE}
      0.10 < [.] ack 101 ttl 57
      0.10 > [P.] seq 1 len 100
      0.20 < [.] ack 201 ttl 57
      0.20 < [.] ack 301 ttl 57
      0.20 > [P.] seq 101 len 100
      0.20 > [P.] seq 201 len 100`);
    expect(record).toMatchObject({ gaps: 0, retransmissions: 0, history: "ShAaGD" });
  });

  test("is no keep-alive, however short it is: three after it are not silence yet", async () => {
    // Another TTL takes it the long way, in which keep-alives are looked for.
    const late = `${HANDSHAKE}
      0.10 < [.] ack 2 ttl 57
      0.10 > [P.] seq 1 len 1 ttl 63`;
    const asks = [2, 3, 4, 5].map((second) => `${second} > [.] seq 1 len 1`);
    const three = await recordOf([late, ...asks.slice(0, 3)].join("\n"));
    expect(three.shifted.signs).toEqual([]);
    const four = await recordOf([late, ...asks].join("\n"));
    expect(four.shifted.signs).toMatchObject([{ id: "silence" }]);
  });

  test("is one gap until it comes, also by many acks", async () => {
    const acks = `${HANDSHAKE}
      0.10 < [.] ack 101 ttl 57
      0.20 < [.] ack 201 ttl 57`;
    expect(await recordOf(acks)).toMatchObject({ gaps: 1 });
    expect(await recordOf(`${acks}\n 0.30 > [P.] seq 1 len 100`)).toMatchObject({ gaps: 1 });
    expect(await recordOf(`${acks}\n 0.30 > [P.] seq 1 len 200`)).toMatchObject({ gaps: 0 });
  });

  test("is a gap when later payload is acknowledged, and then sent again", async () => {
    const record = await recordOf(`${HANDSHAKE}
      0.10 < [.] ack 101 ttl 57
      0.20 > [P.] seq 101 len 100
      0.21 < [.] ack 201 ttl 57
      0.30 > [P.] seq 1 len 100`);
    expect(record).toMatchObject({ gaps: 1, retransmissions: 1 });
  });

  test("is a gap of each side that it is missing of, below a FIN too", async () => {
    const record = await recordOf(`${HANDSHAKE}
      0.10 > [F.] seq 101 ack 501
      0.11 < [F.] seq 501 ack 102 ttl 57
      0.12 > [.] seq 102 ack 502`);
    expect(record).toMatchObject({ gaps: 2, retransmissions: 0, outcome: "closed" });
  });
});

test("a FIN's number is no gap", async () => {
  const record = await recordOf(`${HANDSHAKE}
    0.10 > [F.]
    0.11 < [F.] ttl 57
    0.12 > [.]`);
  expect(record).toMatchObject({ gaps: 0, retransmissions: 0, outcome: "closed" });
});
