import { describe, expect, test } from "vitest";
import { recordOf } from "./fixtures/script.js";
import { OPEN, shiftOf } from "./fixtures/shift.js";

/** At each of these seconds a line, and 10 ms later what comes back. */
const again = (line: string, back: string, times = [1, 2, 3, 4]) =>
  times.map((at) => `${at} ${line}\n ${(at + 0.01).toFixed(2)} ${back}\n`).join("");
const REQUEST = "> [P.] seq 101 len 9";
const OLD_ACK = "< [.] ack 101 ttl 57";
const REPEATED = [1, 2, 3, 4].map((at) => `${at} ${REQUEST}\n`).join("");

const HANDSHAKE = "0 > [S]\n 0.01 < [S.] ttl 57\n 0.02 > [.]\n 0.03 > [P.] len 9\n";
const SYN_ACK = "< [S.] seq 0 ack 1 ttl 57";
const DOWNLOAD = `${OPEN} 0.1 < [.] len 1000 ttl 57\n 0.1 > [.]\n`;
const SENT = "< [.] seq 1 len 1000 ttl 57";

describe("a client that is not heard, though packets come back", () => {
  test.each([
    ["another device has an older connection of the ports", `${OPEN} ${again(REQUEST, OLD_ACK)}`],
    [
      "the one that accepted waits for the ACK of its SYN-ACK",
      `${HANDSHAKE} ${again("> [P.] seq 1 len 9", SYN_ACK, [1, 2, 3])}`,
    ],
  ])("%s", async (_, script) => {
    const { shifted } = await recordOf(script);
    expect(shifted).toMatchObject({
      grade: "possible",
      reason: expect.stringMatching(/^it stalls/),
    });
    expect(shifted.signs).toEqual([
      {
        id: "stalled",
        for: true,
        text: "the client sent the same segment 4 times, and what came back acknowledged none of it",
      },
    ]);
  });

  test("the server sends a download again that the client acknowledged", async () => {
    const { shifted } = await recordOf(`${DOWNLOAD} ${again(SENT, "> [.]")}`);
    expect(shifted).toMatchObject({
      grade: "possible",
      reason: expect.stringMatching(/^it stalls/),
    });
    expect(shifted.signs.map(({ text }) => text)).toEqual([
      "the server sent again what the client had acknowledged, 4 times",
    ]);
    const closing = "0.2 > [F.]\n 0.4 > [F.] seq 101\n";
    const tried = await recordOf(`${DOWNLOAD} ${closing} ${again(SENT, "> [.]")}`);
    expect(tried.shifted.signs).toEqual(shifted.signs);
  });

  test.each(["[R.]", "[F.]"])("and gave up by %s: it is the same", async (flags) => {
    const { shifted } = await recordOf(`${OPEN} ${again(REQUEST, OLD_ACK)} 9 > ${flags} seq 110`);
    expect(shifted.grade).toBe("possible");
    expect(shifted.signs.map(({ id }) => id)).toEqual(["stalled"]);
  });
});

describe("a server that gives up what does not reach it", () => {
  test.each([
    ["closes", "5 < [F.] ack 101 ttl 57", "half-open"],
    ["closes, and the client then", "5 < [F.] ack 101 ttl 57\n 6 > [F.] seq 110", "closed"],
    ["says so as it closes", "5 < [FP.] ack 101 len 9 ttl 57", "half-open"],
    ["resets", "5 < [R.] ack 101 win 0 ttl 57", "reset"],
  ])("%s", async (_, end, outcome) => {
    const record = await recordOf(`${OPEN} ${REPEATED} ${end}`);
    expect(record.outcome).toBe(outcome);
    expect(record.shifted).toMatchObject({
      grade: "possible",
      reason: expect.stringMatching(/^it stalls/),
    });
    expect(record.shifted.signs.map(({ id }) => id)).toContain("stalled");
  });

  test("or sends a download again that was acknowledged, and resets", async () => {
    const { shifted, reset } = await recordOf(
      `${DOWNLOAD} ${again(SENT, "> [.]")} 9 < [R.] ttl 57`,
    );
    expect(shifted.grade).toBe("possible");
    expect(reset?.phase).toBe("transfer");
  });

  describe("after keep-alives that the client answered", () => {
    const opened = `${OPEN} 0.06 < [P.] len 9 ttl 57 ts 60\n 0.07 > [.] ts 70\n`;
    const asked = again("< [.] seq 9 ts 80 ecr 70 ttl 57", "> [.] ts 90", [60]);
    const gaveUp = (at: number, clocks: string) =>
      shiftOf(`${opened} ${asked} ${at} < [R.] ttl 57 ${clocks}`);

    test("resets, and had not heard that", async () => {
      expect(await gaveUp(64, "ts 99 ecr 70")).toMatchObject({
        grade: "possible",
        for: ["stalled"],
      });
    });

    test.each([
      ["had heard it", 64, "ts 99 ecr 90"],
      ["resets at once", 62, "ts 99 ecr 70"],
      ["has no clock", 64, ""],
      ["echoes none", 64, "ts 99"],
    ])("no where it %s", async (_, at, clocks) => {
      expect(await gaveUp(at, clocks)).toMatchObject({ grade: "no", for: [] });
    });

    test("no where the client's last packet was one that hosts take no clock from", async () => {
      for (const last of ["> [P.] len 9 ts 95", "> [.] seq 100 len 1 ts 95"])
        expect(
          (await shiftOf(`${opened} ${asked} 61 ${last}\n 65 < [R.] ttl 57 ts 99 ecr 90`)).grade,
        ).toBe("no");
    });
  });

  test("has not been idle", async () => {
    const { reset } = await recordOf(`${OPEN} ${REPEATED} 9 < [R.] ack 101 ttl 57`);
    expect(reset?.phase).toBe("transfer");
  });

  test.each([
    ["has acknowledged it", "5 < [R.] ack 110 ttl 57"],
    ["is nearer, and a middlebox cuts", "5 < [R.] ack 101 ttl 60"],
  ])("is another one where it %s", async (_, end) => {
    expect((await shiftOf(`${OPEN} ${REPEATED} ${end}`)).grade).toBe("no");
  });
});

test("another device has an older connection of the ports, and sends payload of it", async () => {
  for (const seq of [-9000, 2 ** 31 - 9]) {
    const back = `< [P.] seq ${seq} ack -5000 len 9 ttl 56`;
    const late = "\n 4.5 < [.] ack 101 ttl 57\n 9 > [R.] seq 110";
    const { shifted } = await recordOf(`${OPEN} ${again(REQUEST, back)} ${late}`);
    expect(shifted.grade).toBe("possible");
    expect(shifted.signs.map(({ id }) => id)).toContain("stalled");
  }
});

test("an upload goes on behind the server's FIN, and then meets with silence", async () => {
  const heard = "0.2 < [F.] ttl 57\n 0.3 > [P.] len 9\n 0.31 < [.] ttl 57\n";
  const more = [1, 2, 3, 4].map((at) => `${at} > [P.] seq 110 len 9\n`).join("");
  expect(await shiftOf(`${OPEN} ${heard} ${more}`)).toMatchObject({
    grade: "possible",
    for: ["silence"],
  });
});

test("a download with a hole stalls where what was acknowledged is sent again, not what was lost", async () => {
  const hole = `${DOWNLOAD} 0.2 < [.] seq 2001 len 1000 ttl 57\n 0.2 > [.] ack 1001\n`;
  const lost = again("< [.] seq 1001 len 1000 ttl 57", "> [.] ack 1001", [0.15, 1, 2, 3, 4]);
  expect((await shiftOf(`${hole} ${again(SENT, "> [.] ack 1001")}`)).for).toEqual(["stalled"]);
  expect((await shiftOf(`${hole} ${lost}`)).for).toEqual([]);
});

test("FINs of both end an answer that the client has not whole, and sends acks for in vain", async () => {
  const cut = `${DOWNLOAD} 0.2 < [F.] seq 2001 ttl 57\n 0.2 > [.] ack 1001\n`;
  const closing = again("> [F.] seq 101 ack 1001", SENT);
  expect(await shiftOf(`${cut} ${again(SENT, "> [.] ack 1001")} ${closing}`)).toMatchObject({
    grade: "possible",
    for: ["stalled"],
  });
});

test.each([
  ["an ack comes at last", `${again(REQUEST, OLD_ACK)} 5 < [.] ack 110 ttl 57`],
  ["payload comes", `${again(REQUEST, OLD_ACK)} 5 < [.] ack 101 len 9 ttl 57`],
  ["the server's window is closed", again(REQUEST, `${OLD_ACK} win 0`)],
  ["keep-alives are answered", again("> [.] seq 100 len 1", OLD_ACK)],
  ["it is not so often", again(REQUEST, OLD_ACK, [1, 2, 3])],
])("it does not stall where %s", async (_, script) => {
  expect((await shiftOf(`${OPEN} ${script}`)).for).toEqual([]);
});

test.each([
  ["the client does not answer", again(SENT, "> [.]").replaceAll(/.* > .*\n/g, "")],
  ["it goes on", `${again(SENT, "> [.]")} 5 < [.] seq 1001 len 9 ttl 57`],
  ["a burst is sent again", again(SENT, "> [.]", [1, 1.15, 1.3, 1.45])],
])("nor a download where %s", async (_, script) => {
  expect((await shiftOf(`${DOWNLOAD} ${script}`)).for).toEqual([]);
});
