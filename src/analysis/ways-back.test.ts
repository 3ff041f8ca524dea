import { describe, expect, test } from "vitest";
import { join } from "../packet/fixtures/bytes.js";
import { bytesSource } from "../packet/index.js";
import { analyzeFiles } from "./analyze.js";
import { captureOf, recordOf, recordsOf } from "./fixtures/script.js";

// In mid-transfer a RST from farther away than the server: another device's, but for what is told here.
const SHIFT = `
  0.00 > [S]
  0.02 < [S.] ttl 57
  0.04 > [.]
  0.05 > [P.] len 100
  0.07 < [.] ttl 57
  0.10 > [P.] len 100
  0.12 < [R] seq 1 ttl 51
`;
const CLIENT = [198, 51, 100, 1];
const SERVER = [203, 0, 113, 10];

/** What is said of it where client and server have these addresses. */
async function between(client: readonly number[], server: readonly number[] = SERVER) {
  const hexOf = (address: readonly number[]) => Buffer.from(address).toString("hex");
  const bytes = Buffer.from(captureOf(SHIFT))
    .toString("hex")
    .replaceAll(hexOf(CLIENT), hexOf(client))
    .replaceAll(hexOf(SERVER), hexOf(server));
  const source = bytesSource(join(Buffer.from(bytes, "hex")));
  const { connections } = await analyzeFiles([{ name: "shift", source }]);
  return connections[0]?.record.shifted;
}

describe("a NAT between a private client and a public server may have changed the client's address, and the way", () => {
  test.each([
    [[10, 255, 255, 255]],
    [[172, 16, 0, 1]],
    [[172, 31, 255, 1]],
    [[192, 168, 0, 1]],
    [[100, 64, 0, 1]],
    [[100, 127, 255, 1]],
    [[192, 0, 0, 7]],
  ])("%s is private", async (client) => {
    expect(await between(client)).toMatchObject({
      grade: "likely",
      reason: expect.stringContaining("the client's address is private"),
    });
  });

  test.each([
    [[9, 255, 255, 255]],
    [[11, 0, 0, 1]],
    [[172, 15, 0, 1]],
    [[172, 32, 0, 1]],
    [[192, 167, 0, 1]],
    [[192, 169, 0, 1]],
    [[100, 63, 0, 1]],
    [[100, 128, 0, 1]],
    [[192, 0, 0, 8]],
  ])("%s is not", async (client) => {
    expect(await between(client)).toMatchObject({ grade: "certain" });
  });

  test("none is known where both are private, or the server alone", async () => {
    expect(await between([10, 0, 0, 1], [10, 9, 9, 9])).toMatchObject({ grade: "certain" });
    expect(await between(CLIENT, [10, 9, 9, 9])).toMatchObject({ grade: "certain" });
  });
});

describe("a server whose packets take ways of different lengths may have sent a RST over the longer one", () => {
  // Another connection, to which it sends over two ways.
  const both = (ttls: number[], to = "port 40001") =>
    `0.5 > [S] ${to}
    0.52 < [S.] ttl ${ttls[0]} ${to}
    0.54 > [.] ${to}
    0.55 > [P.] len 100 ${to}
    0.57 < [.] ttl ${ttls[1]} ${to}\n`;

  test.each([
    ["likely", "both lengths", [57, 51]],
    ["likely", "the longer one first", [51, 57]],
    ["certain", "one that is another device's as well", [57, 57]],
    ["certain", "others", [57, 52]],
  ])("%s where others had %s", async (grade, _, ttls) => {
    const [record] = await recordsOf(`${SHIFT}\n${both(ttls)}`);
    expect(record?.shifted.grade).toBe(grade);
  });

  test("and another service's packets tell nothing of it", async () => {
    const bytes = Buffer.from(captureOf(`${SHIFT}\n${both([57, 51])}`)).toString("hex");
    const service = bytes.replaceAll("9c410050", "9c4101bb").replaceAll("00509c41", "01bb9c41");
    const source = bytesSource(join(Buffer.from(service, "hex")));
    const { connections } = await analyzeFiles([{ name: "two services", source }]);
    expect(connections.map(({ record }) => record.server.split(":")[1])).toEqual(["80", "443"]);
    expect(connections[0]?.record.shifted.grade).toBe("certain");
  });
});

test.each([
  ["nearer", SHIFT.replace("ttl 51", "ttl 60")],
  ["of a kind that Linux does not send", SHIFT.replace("ttl 51", "ttl 51 id 7")],
])("the reason names a NAT where the RST is %s", async (_, script) => {
  const { shifted } = await recordOf(script);
  expect(shifted).toMatchObject({ grade: "likely", reason: expect.stringContaining("NAT") });
});

test("the reason names the host of a container where the RST is nearer", async () => {
  const { shifted } = await recordOf(SHIFT.replace("ttl 51", "ttl 58"));
  expect(shifted).toMatchObject({
    grade: "likely",
    reason: expect.stringContaining("the host of a container"),
  });
});

test("the reason names a firewall that resets the server alone, after which the server has no socket", async () => {
  const { shifted } = await recordOf(SHIFT.replace("ttl 51", "ttl 57"));
  expect(shifted).toMatchObject({
    grade: "likely",
    reason: expect.stringContaining("one on the way that reset the server alone"),
  });
});

describe("routers may hash the flow label or route by the traffic class, and lead a RST with another one a longer way back", () => {
  const labelled = (server: number, rst: number) =>
    SHIFT.replaceAll(/$/gm, " label 7")
      .replaceAll("ttl 57 label 7", `ttl 57 label ${server}`)
      .replace("ttl 51 label 7", `ttl 51 label ${rst}`)
      .replaceAll(/^ label 7$/gm, "");

  test("another label than the server's", async () => {
    const { shifted } = await recordOf(labelled(0xabcde, 0xabcdf));
    expect(shifted).toMatchObject({
      grade: "likely",
      reason: expect.stringContaining("its flow label or traffic class is another one"),
    });
  });

  test("the server's label, and none", async () => {
    expect((await recordOf(labelled(0xabcde, 0xabcde))).shifted.grade).toBe("certain");
    expect((await recordOf(labelled(0, 0))).shifted.grade).toBe("certain");
  });

  // Linux gives it the traffic class of what it answers, and the program may have set another one for its socket.
  test.each([
    ["likely", "another traffic class", 0x10, 0],
    ["certain", "the same traffic class", 0x10, 0x10],
    ["certain", "other ECN bits", 0x11, 0x10],
  ])("%s: %s", async (grade, _, server, rst) => {
    for (const script of [SHIFT, labelled(0, 0), labelled(0xabcde, 0xabcde)]) {
      const ofServer = script.replaceAll("ttl 57", `ttl 57 tos ${server}`);
      const { shifted } = await recordOf(ofServer.replace("ttl 51", `ttl 51 tos ${rst}`));
      expect(shifted.grade).toBe(grade);
    }
  });
});

describe("a RST with ACK flag from another distance", () => {
  const aborted = (last: number, rst: string) =>
    recordOf(`${SHIFT.split("\n").slice(0, -2).join("\n").replaceAll("ttl 57", `ttl 57 ts ${last}`)}
      2.00 < [R.] seq 1 ttl 51 ${rst}`);

  test("is the server's own over another way where its clock goes on", async () => {
    for (const rst of ["ts 7000", "ts 5000"]) {
      const { reset, shifted } = await aborted(5000, rst);
      expect(reset?.how).toBe("abort");
      expect(shifted.reason).toMatch(/^the server's own kernel/);
    }
  });

  test.each(["ttl 60", "ts 4999"])("is a middlebox's, or may be one's: %s", async (rst) => {
    const { reset, shifted } = await aborted(5000, rst);
    expect(reset?.how).toBe("middlebox");
    expect(shifted.reason).toMatch(/the server's way has changed, or another device rejects/);
  });

  test.each([
    ["possible", "farther away: a device may reject so what it does not know", "win 0"],
    ["possible", "farther away, with a window", ""],
    ["no", "farther away with options", "win 0 ts 4999"],
    ["no", "farther away with a number of its own", "win 0 seq 99"],
    ["no", "nearer: a middlebox stands on the way", "win 0 ttl 60"],
    ["no", "a TTL that tells no distance", "win 0 ttl 30"],
  ])("%s: from %s", async (grade, _, rst) => {
    expect((await aborted(5000, rst)).shifted.grade).toBe(grade);
  });

  test("and so is the client's own", async () => {
    const open = SHIFT.replace(/.*\[R\].*/, "").replaceAll(/ > .*/g, "$& ts 5000");
    const record = await recordOf(`${open} 2 > [R.] ttl 51 ts 7000`);
    expect(record).toMatchObject({
      reset: { how: "abort" },
      shifted: { reason: "the client reset it itself" },
    });
  });
});

test("the reason names a server that aborted, whose RST was lost, where its kernel answers the next segment", async () => {
  const { shifted } = await recordOf(SHIFT.replace("ttl 51", "ttl 57"));
  expect(shifted.reason).toContain("closed or aborted and its FIN or RST was lost");
});
