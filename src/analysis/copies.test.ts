import { describe, expect, test } from "vitest";
import { recordOf } from "./fixtures/script.js";

/** A packet captured in front of a router and behind it, or of several. */
function twice(line: string, routers = 1): string {
  const [ttl = "64"] = /(?<=ttl )\d+/.exec(line) ?? [];
  return `${line}\n${line.replace(/ ttl \d+/, "")} ttl ${Number(ttl) - routers}`;
}

/** The same lines with IP ids of their own, as a host numbers its packets, or with 0 in all of them. */
function numbered(script: string, numbers = true): string[] {
  const lines = script.trim().split("\n");
  return lines.map((line, index) => `${line} id ${numbers ? 100 + index : 0}`);
}

const EXCHANGE = `
  0.000 > [S] seq 0 ack 0 ts 10
  0.010 < [S.] seq 0 ack 1 ts 900 ttl 57
  0.020 > [.] seq 1 ack 1 ts 20
  0.021 > [P.] seq 1 ack 1 len 100 ts 20
  0.031 < [P.] seq 1 ack 101 len 2000 ts 931 ttl 57
  0.041 > [.] seq 101 ack 2001 ts 41
  0.045 < [.] seq 2001 ack 101 ts 945 ttl 57`;
const CLOSE = `
  0.050 > [F.] seq 101 ack 2001 ts 50
  0.060 < [F.] seq 2001 ack 102 ts 960 ttl 57
  0.070 > [.] seq 102 ack 2002 ts 70`;

function captureTwice(script: string, numbers = true): string {
  return numbered(script, numbers)
    .map((line) => twice(line))
    .join("\n");
}

describe("a capture in front of a router and behind it", () => {
  const bare = (EXCHANGE + CLOSE).replaceAll(/ts \d+/g, "");

  test.each([
    ["with timestamps", captureTwice(EXCHANGE + CLOSE)],
    ["with timestamps and no IP ids", captureTwice(EXCHANGE + CLOSE, false)],
    ["with IP ids", captureTwice(bare)],
    ["with neither", captureTwice(bare, false)],
  ])("has one path and no retransmission, %s", async (_, script) => {
    const record = await recordOf(script);
    expect(record).toMatchObject({
      outcome: "closed",
      retransmissions: 0,
      gaps: 0,
      packets: { client: 12, server: 8 },
      bytes: { client: 100, server: 2000 },
      shifted: { grade: "no", signs: [] },
    });
  });

  test("has copies after a RST, too, which show no other path", async () => {
    const { shifted } = await recordOf(
      captureTwice(`${EXCHANGE}
        0.051 > [P.] seq 101 ack 2001 len 9 ts 51
        0.061 < [R] seq 2001 ttl 56
        0.062 < [P.] seq 2001 ack 101 len 500 ts 950 ttl 57`),
    );
    expect(shifted.signs.map(({ id }) => id)).not.toContain("ttl-mixed");
  });

  test("has the pieces of a packet that the network card merged", async () => {
    const record = await recordOf(`${EXCHANGE}
      0.0312 < [.] seq 1 ack 101 len 1000 ts 931 ttl 56
      0.0312 < [P.] seq 1001 ack 101 len 1000 ts 931 ttl 56`);
    expect(record).toMatchObject({ retransmissions: 0, bytes: { server: 2000 } });
    expect(record.shifted.signs).toEqual([]);
  });

  test.each([
    ["likely", "between the two places, as of a firewall there", 54],
    ["certain", "beyond both", 49],
  ])("%s: a RST from %s", async (grade, _, ttl) => {
    const { shifted } = await recordOf(`${numbered(EXCHANGE)
      .map((line) => twice(line, 7))
      .join("\n")}
      0.100 > [P.] seq 101 ack 2001 len 100 ts 100
      0.110 < [R] seq 2001 ttl ${ttl}`);
    expect(shifted.grade).toBe(grade);
  });

  test("takes the later copies of a RST for no other way where it has packets three times", async () => {
    const thrice = (line: string) => `${twice(line)}\n${twice(line, 2).split("\n")[1]}`;
    const { shifted } = await recordOf(`${numbered(EXCHANGE).map(thrice).join("\n")}
      0.100 > [P.] seq 101 ack 2001 len 100 ts 100
      ${twice("0.110 < [R] seq 2001 ttl 56")}`);
    expect(shifted.signs.map(({ id }) => id)).not.toContain("ttl-changed");
  });

  test("tells a RST of another distance from what it has twice", async () => {
    const { shifted } = await recordOf(`${captureTwice(EXCHANGE)}
      0.100 > [P.] seq 101 ack 2001 len 100 ts 100
      ${twice("0.110 < [R] seq 2001 ttl 56")}`);
    expect(shifted.signs.map(({ id }) => id)).toContain("ttl-changed");
    expect(shifted.grade).toBe("certain");
  });

  test("tells nothing by the TTL of a RST of which it has the second copy alone", async () => {
    const { shifted } = await recordOf(`${captureTwice(EXCHANGE)}
      0.100 > [P.] seq 101 ack 2001 len 100 ts 100
      0.110 < [R] seq 2001 ttl 56`);
    expect(shifted.grade).not.toBe("certain");
    expect(shifted.signs.map(({ id }) => id)).toContain("ttl-same");
  });

  test("tells nothing by the TTL of a RST where both copies changed places before, and not at the RST", async () => {
    const swapped = numbered(EXCHANGE).map((line) => twice(line).split("\n").reverse().join("\n"));
    const { shifted } = await recordOf(`${swapped.join("\n")}
      0.100 > [P.] seq 101 ack 2001 len 100 ts 100
      ${twice("0.110 < [R] seq 2001 ttl 57")}`);
    expect(shifted.grade).not.toBe("certain");
    expect(shifted.signs.map(({ id }) => id)).toContain("ttl-same");
  });

  test("tells nothing by the TTL of a RST that may be the other copy, where one of each server's packet is missing", async () => {
    const grade = async (ttl: number) => {
      const lines = numbered(EXCHANGE).map((line) => (line.includes("<") ? line : twice(line)));
      const { shifted } = await recordOf(`${lines.join("\n")}
        0.100 > [P.] seq 101 ack 2001 len 100 ts 100
        0.110 < [R] seq 2001 ttl ${ttl}`);
      return shifted.grade;
    };
    expect(await grade(56)).not.toBe("certain");
    expect(await grade(55)).toBe("certain");
  });

  test("knows a copy by how far it is behind only when that is more than a window", async () => {
    const far = 1_000_000;
    const record = await recordOf(`${captureTwice(EXCHANGE)}
      0.100 < [P.] seq ${2001 + far} ack 101 len 100 ts 940 ttl 57
      0.101 < [P.] seq 2001 ack 101 len 100 ts 941 ttl 57
      0.101003 < [P.] seq 2001 ack 101 len 100 ts 941 ttl 56`);
    expect(record).toMatchObject({ retransmissions: 0, bytes: { server: 2200 } });
    expect(record.shifted.signs).toEqual([]);
  });
});

describe("a capture of two interfaces", () => {
  const bare = (EXCHANGE + CLOSE).replaceAll(/ts \d+/g, "");

  test.each([
    ["with timestamps", numbered(EXCHANGE + CLOSE)],
    ["with IP ids", numbered(bare)],
    ["with neither", numbered(bare, false)],
  ])("has no retransmission, %s", async (_, lines) => {
    const record = await recordOf(lines.flatMap((line) => [line, line]).join("\n"));
    expect(record).toMatchObject({
      outcome: "closed",
      retransmissions: 0,
      packets: { client: 12, server: 8 },
      bytes: { client: 100, server: 2000 },
      shifted: { grade: "no", signs: [] },
    });
  });

  const again = "0.0312 < [P.] seq 1 ack 101 len 2000 ttl 57";

  test.each([
    ["after an answer", `0.0311 > [.] seq 101 ack 1\n${again}`],
    ["after a pause", again.replace("0.0312", "0.0331")],
    ["with a later clock", `${again} ts 932`],
  ])("has what is sent again %s", async (_, lines) => {
    const exchange = EXCHANGE.split("\n").slice(0, -1).join("\n");
    expect(await recordOf(`${exchange}\n${lines}`)).toMatchObject({ retransmissions: 1 });
  });

  test("knows what was sent again and captured twice: two sendings more, and not five without an answer", async () => {
    const segment = "> [P.] seq 101 ack 2001 len 100";
    const sent = [0.1, 0.4, 1].map((at, index) => `${at} ${segment} id ${index + 50}`);
    const record = await recordOf([EXCHANGE, ...sent.flatMap((line) => [line, line])].join("\n"));
    expect(record).toMatchObject({ retransmissions: 2, bytes: { client: 400 } });
    expect(record.shifted).toMatchObject({ grade: "no", signs: [] });
  });

  describe.each([
    ["IPv6", "label 5"],
    ["IPv4", "id 0"],
  ])(
    "knows over %s, without IP ids, what was sent again below the last payload and captured twice",
    (_, mark) => {
      const labelled = (lines: string[]) => lines.map((line) => `${line} ${mark}`).join("\n");
      const exchange = EXCHANGE.split("\n").filter((line) => line.trim() !== "");
      const first = "> [P.] seq 101 ack 2001 len 100";
      const sent = [0.1, 0.4, 1].flatMap((at, time) => [
        `${at} ${first} ts ${at * 1000}`,
        ...(time === 0 ? [`${at + 0.001} > [P.] seq 201 ack 2001 len 100 ts ${at * 1000}`] : []),
      ]);

      test("by its numbers and its clock", async () => {
        const twice = labelled([...exchange, ...sent.flatMap((line) => [line, line])]);
        const record = await recordOf(twice);
        expect(record).toMatchObject({ retransmissions: 2, bytes: { client: 500 } });
        expect(record.shifted).toMatchObject({ grade: "no", signs: [] });
      });

      test("not by one of them", async () => {
        const again = [1.0005, 1.0007].map((at) => `${at} ${first} ts ${at * 10_000}`);
        const record = await recordOf(labelled([...exchange, ...sent, ...again]));
        expect(record.retransmissions).toBe(4);
      });
    },
  );

  test("a host that gives its data one IP id, and its SYN 0, numbers nothing: what it sends at once again is no copy", async () => {
    const [syn = "", ...others] = EXCHANGE.trim().split("\n");
    const again = [0.1, 0.1004].map((at) => `${at} > [P.] seq 1 ack 2001 len 100 ts 100`);
    const script = [`${syn} id 0`, ...[...others, ...again].map((line) => `${line} id 7`)];
    const record = await recordOf(script.join("\n"));
    expect(record).toMatchObject({ retransmissions: 2 });
  });

  test("the last segment again at once, with the host's next IP id, is sent again", async () => {
    const [last, again] = ["0.1", "0.1004"].map((at) => `${at} > [P.] seq 101 ack 2001 len 100`);
    const script = numbered(`${EXCHANGE.replaceAll(/ts \d+/g, "")}\n${last}\n${again}`);
    expect(await recordOf(script.join("\n"))).toMatchObject({
      retransmissions: 1,
      bytes: { client: 300 },
    });
  });

  test("knows a copy behind an answer by its IP id", async () => {
    const [data, answer] = [
      "0.1 < [.] seq 2001 ack 101 len 10 id 77",
      "0.1001 > [.] seq 101 ack 2011",
    ];
    const record = await recordOf(
      [EXCHANGE, data, answer, data.replace("0.1", "0.1002")].join("\n"),
    );
    expect(record).toMatchObject({ retransmissions: 0, bytes: { server: 2010 } });
  });

  test("has what is sent again in a row", async () => {
    const exchange = EXCHANGE.split("\n").slice(0, -1).join("\n");
    const record = await recordOf(`${exchange}
      0.3311 < [.] seq 1 ack 101 len 1000 ttl 57
      0.3312 < [P.] seq 1001 ack 101 len 1000 ttl 57`);
    expect(record).toMatchObject({ retransmissions: 2 });
  });

  test("tells nothing where only one side was captured: what that side is told is not known", async () => {
    const exchange = EXCHANGE.split("\n").filter((line) => line.includes("<"));
    const record = await recordOf(`${exchange.join("\n")}\n${again}`);
    expect(record).toMatchObject({ retransmissions: 1 });
  });
});

describe("no copy is", () => {
  test.each([
    ["sent again: its clock went on", "0.300 < [P.] seq 1 ack 101 len 2000 ts 1200 ttl 56", 1],
    ["new payload", "0.300 < [P.] seq 2001 ack 101 len 10 ts 931 ttl 56", 0],
    ["an ack of something new", "0.300 < [.] seq 2001 ack 201 ts 931 ttl 56", 0],
  ])("what is %s", async (_, line, retransmissions) => {
    const record = await recordOf(`${EXCHANGE}
      0.299 > [.] seq 101 ack 2001 len 100 ts 290
      ${line}`);
    expect(record.retransmissions).toBe(retransmissions);
    expect(record.shifted.signs.map(({ id }) => id)).toContain("ttl-mixed");
  });
});
