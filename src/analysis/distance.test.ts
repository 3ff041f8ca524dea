import { describe, expect, test } from "vitest";
import { recordOf } from "./fixtures/script.js";
import { OPEN, shiftOf } from "./fixtures/shift.js";

describe("a TTL of 32 or less may have begun with 32 or with 64, and tells no distance", () => {
  const open = (ttl: number) => OPEN.replaceAll("ttl 57", `ttl ${ttl}`);

  test.each([
    ["possible", "of the RST, which a nearer machine may have sent", 57, 31],
    ["possible", "of the RST, the largest", 57, 32],
    ["certain", "of the RST, one that is too large for it", 57, 33],
    ["possible", "of the server, whose socket may have one of its own", 4, 63],
    ["possible", "of both", 30, 28],
  ])("%s: %s", async (grade, _, server, rst) => {
    const { shifted } = await recordOf(
      `${open(server)} 0.05 > [P.] len 100\n 0.06 < [R] seq 1 ttl ${rst}`,
    );
    expect(shifted.grade).toBe(grade);
    if (grade === "possible")
      expect(shifted.reason).toMatch(/^a machine .* tells no distance here/);
  });
});

test("no distance is told where the client's packets have several TTLs: the capture may be of two places", async () => {
  const request = "0.05 > [P.] len 100 ttl 63\n 0.06 < [R] seq 1 ttl 51";
  const { shifted } = await recordOf(`${OPEN} ${request}`);
  expect(shifted.grade).toBe("possible");
  expect(shifted.reason).toContain("the place of the capture may have changed");
  expect((await shiftOf(`${OPEN} ${request.replace("ttl 63", "ttl 64")}`)).grade).toBe("certain");
});

test.each([
  ["likely", "of less than 5 s", "5.03 > [P.] len 100\n 5.04 < [R] seq 1 ttl 62"],
  [
    "possible",
    "of 5 s: a firewall had forgotten it",
    "5.05 > [P.] len 100\n 5.06 < [R] seq 1 ttl 62",
  ],
])("%s: a nearer machine answers after a silence %s", async (grade, _, end) => {
  expect((await shiftOf(`${OPEN} ${end}`)).grade).toBe(grade);
  // It is no surer where the capture lacks the SYN-ACK.
  const begun = `0 > [S]\n 0.02 > [.] ack 1\n 0.03 > [P.] ack 1 len 100\n 0.04 < [.] seq 1 ttl 57`;
  expect((await shiftOf(`${begun}\n ${end.replace("len", "ack 1 len")}`)).grade).toBe(grade);
});

// Several ways are known of a server: its RST may have taken one more.
test.each([
  ["certain", "than a server with one way", 57, 50],
  ["likely", "than all ways of a server with two", 51, 50],
  ["likely", "than one of them alone", 51, 54],
])("%s: a machine farther away %s answers", async (grade, _, other, ttl) => {
  const script = `${OPEN} 0.05 > [P.] len 100\n 0.055 < [.] ack 101 ttl ${other}\n 0.06 < [R] seq 1 ttl ${ttl}`;
  expect((await shiftOf(script)).grade).toBe(grade);
});

describe("a server's packets with several TTLs", () => {
  const OPENED = (synAck: string) => `0 > [S]\n 0.01 < [S.] ${synAck}\n 0.02 > [.]\n`;
  const ENDED = "0.05 > [F.]\n 0.06 < [F.] ttl 57\n 0.07 > [.]";

  test.each([
    ["come from several distances", `${OPENED("ttl 51")} ${ENDED}`, ["ttl-mixed"]],
    [
      "come from one, where its socket begins with another number (IP_TTL)",
      `${OPENED("ttl 248")} ${ENDED}`,
      [],
    ],
    ["come from one, where a SYN proxy accepted", `${OPENED("ttl 60 win 0")} ${ENDED}`, []],
    [
      "come from several behind a SYN proxy",
      `${OPENED("ttl 60 win 0")} 0.03 < [.] ttl 51\n ${ENDED}`,
      ["ttl-mixed"],
    ],
  ])("%s", async (_, script, signs) => {
    const { shifted } = await recordOf(script);
    expect(shifted.signs.map(({ id }) => id)).toEqual(signs);
  });
});
