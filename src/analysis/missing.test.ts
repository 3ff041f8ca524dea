import { describe, expect, test } from "vitest";
import { recordOf } from "./fixtures/script.js";
import { OPEN } from "./fixtures/shift.js";

const HANDSHAKE = "0 > [S]\n 0.01 < [S.] ttl 57\n";

describe("packets before the RST are missing where its number lies beyond what was captured of the server or of acks of it", () => {
  test.each([
    ["all but SYN, FIN and RST", `${HANDSHAKE} 0.5 < [R] seq 27 ttl 51`],
    [
      "a last answer and what acknowledged it",
      `${OPEN} 0.05 > [P.] len 9\n 0.06 < [R] seq 27 ttl 51`,
    ],
    [
      "one of several acks",
      `${OPEN} 0.05 < [.] len 26 ttl 57\n 0.05 < [.] len 26 ttl 57\n 0.06 < [R] seq 27 ttl 51`,
    ],
    ["the ack of a last answer", `${OPEN} 0.05 < [P.] len 26 ttl 57\n 0.06 < [R] seq 27 ttl 51`],
    ["what came before a silence", `${OPEN} 5 > [P.] len 9\n 5.06 < [R] seq 27 ttl 51`],
  ])("%s", async (_, script) => {
    const { reset, shifted } = await recordOf(script);
    expect(reset).toMatchObject({ how: "no-socket", phase: "transfer" });
    expect(shifted.grade).toBe("possible");
    expect(shifted.reason).toContain("packets before it are missing");
    const signs = shifted.signs.map(({ id }) => id);
    for (const sign of ["no-socket-rst", "foreign-seq", "after-idle"])
      expect(signs).not.toContain(sign);
  });

  test.each([
    ["below it", "seq -99"],
    [
      "beyond it, with a window, as a host does that resets what it has not sent yet",
      "seq 27 win 500",
    ],
    ["beyond the largest window", `seq ${2 ** 30 + 1}`],
  ])("but not where it lies %s", async (_, seq) => {
    const { reset, shifted } = await recordOf(`${OPEN} 0.06 < [R] ${seq} ttl 51`);
    expect(reset?.how).toBe("middlebox");
    expect(shifted.grade).toBe("no");
  });
});

test("a server that knows its next number may have reset it itself, with no ACK flag", async () => {
  const { reset, shifted } = await recordOf(
    `${OPEN} 0.05 < [P.] len 26 ttl 57\n 0.06 < [R] ttl 57`,
  );
  expect(reset?.how).toBe("abort");
  expect(shifted.grade).toBe("no");
});

describe("a FIN of the server that the capture lacks", () => {
  const crossed = `${OPEN} 0.05 > [P.] len 100\n`;

  test.each([
    ["before the RST", "0.06 > [.] ack 2\n 0.07 < [R] seq 1 ttl 57"],
    [
      "after the RST, and had closed",
      "0.06 < [F.] ttl 57\n 0.07 < [R] seq 1 ttl 57\n 0.071 > [.] ack 2",
    ],
  ])("is known where the client acknowledged it %s", async (_, end) => {
    const { outcome, reset, shifted } = await recordOf(`${crossed} ${end}`);
    expect(outcome).toBe("reset");
    expect(reset?.phase).toBe("close");
    expect(shifted.reason).toBe("the server had closed before");
  });

  test("may have been a byte where another machine answered", async () => {
    const { shifted } = await recordOf(`${crossed} 0.06 > [.] ack 2\n 0.07 < [R] seq 1 ttl 51`);
    expect(shifted.grade).toBe("possible");
    expect(shifted.reason).toContain("packets before it are missing");
    const sign = shifted.signs.find(({ id }) => id === "server-closed-first");
    expect(sign?.text).toContain("its FIN, or one byte");
  });

  test("is none where the client acknowledged more than one number", async () => {
    const record = await recordOf(`${crossed} 0.06 > [.] ack 3\n 0.07 < [R] seq 1 ttl 57`);
    expect(record.outcome).toBe("open");
  });
});
