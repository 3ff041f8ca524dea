import { describe, expect, test } from "vitest";
import { recordOf, recordsOf } from "./fixtures/script.js";

const HANDSHAKE = `
  0.00 > [S]
  0.01 < [S.] ttl 57
  0.02 > [.]
`;
const REQUEST = `
  0.03 > [P.] len 100
  0.04 < [.] ttl 57
`;

describe("how connections end", () => {
  test.each([
    [
      "closed",
      `${HANDSHAKE}${REQUEST} 1 > [F.]\n 1.01 < [F.] ttl 57\n 1.02 > [.]`,
      "SF",
      "ShADaFf",
    ],
    ["refused", "0 > [S]\n 0.01 < [R.] seq -50000 ack 1", "REJ", "Sr"],
    ["unanswered", "0 > [S]\n 1 > [S] seq 0\n 3 > [S] seq 0", "S0", "S"],
    ["half-open", "0 > [S]\n 0.01 < [S.] ttl 57", "S1", "Sh"],
    ["open", `${HANDSHAKE}${REQUEST}`, "S1", "ShADa"],
    ["half-open", `${HANDSHAKE}${REQUEST} 1 > [F.]\n 1.01 < [.] ttl 57`, "S2", "ShADaF"],
    ["half-open", `${HANDSHAKE}${REQUEST} 1 < [F.] ttl 57\n 1.01 > [.]`, "S3", "ShADaf"],
    ["reset", `${HANDSHAKE}${REQUEST} 1 < [R.] ttl 57`, "RSTR", "ShADar"],
    ["reset", `${HANDSHAKE}${REQUEST} 1 > [R.]`, "RSTO", "ShADaR"],
    ["reset", "0 > [S]\n 0.01 < [S.]\n 0.02 > [R]", "RSTO", "ShR"],
    ["partial", "0 > [P.] len 10\n 0.01 < [.]", "OTH", "Da"],
    ["partial", "0 < [R] seq 0", "RSTRH", "^r"],
    ["partial", "0 < [S.] ack 1\n 0.02 < [.] ack 101\n 0.03 < [.] ack 201", "OTH", "^ha"],
    ["half-open", "0 < [S.] ack 1\n 1 < [S.] seq 0 ack 1", "OTH", "^h"],
    ["partial", "0 > [S]\n 0.02 > [.] ack 1\n 0.03 > [P.] len 100 ack 1", "S0", "SAD"],
    ["partial", "0 > [S]\n 0.02 > [P.] len 100 ack 1\n 0.03 < [P.] len 100", "OTH", "SDd"],
  ])("%s: %s", async (outcome, script, state, history) => {
    const record = await recordOf(script);
    expect(record).toMatchObject({ outcome, state, history });
  });

  test("RSTs after both FINs do not change a normal close", async () => {
    const record = await recordOf(
      `${HANDSHAKE}${REQUEST} 1 > [F.]\n 1.01 < [F.] ttl 57\n 1.02 > [R] seq 102\n 1.03 > [R] seq 102`,
    );
    expect(record).toMatchObject({ outcome: "closed", state: "SF", history: "ShADaFfR" });
    expect(record.reset).toBeUndefined();
  });

  test("FIN, RST, FIN of the other side: the RST came first; Zeek calls it SF", async () => {
    const record = await recordOf(
      `${HANDSHAKE}${REQUEST} 1 > [F.]\n 1.01 > [R]\n 1.02 < [F.] ttl 57`,
    );
    expect(record).toMatchObject({ outcome: "reset", state: "SF" });
    expect(record.reset).toMatchObject({ by: "client", phase: "close" });
  });

  test.each([
    ["closed", "1 > [F.] ack 1\n 1.01 < [F.]"],
    ["partial", "1 > [P.] len 100 ack 1\n 1.01 < [P.] len 100"],
  ])(
    "a RST that the opener passed over is no reset where the SYN-ACK is missing: %s",
    async (outcome, rest) => {
      const record = await recordOf(
        `0 > [S]\n 0.01 < [R.] seq -50000 ack 0\n 0.02 > [.] ack 1\n ${rest}`,
      );
      expect(record).toMatchObject({ outcome });
      expect(record).not.toHaveProperty("reset");
    },
  );

  test("a RST that does not acknowledge the SYN refuses nothing", async () => {
    const record = await recordOf(
      "0 > [S]\n 0.01 < [R.] seq -50000 ack 0\n 0.02 < [S.]\n 0.03 > [.]",
    );
    expect(record).toMatchObject({ outcome: "open" });
  });

  test.each([
    ["the SYN is sent again", "0.50 > [S] seq 0\n 0.51 < [S.] seq 0"],
    ["the SYN-ACK comes after it", "0.51 < [S.] seq 0"],
  ])("a refusal that the client passes over is no end: %s", async (_, rest) => {
    const refused = "0 > [S]\n 0.01 < [R.] seq -50000 ack 1 ttl 62";
    const accepted = `${refused}\n${rest}\n 0.52 > [.] seq 1 ack 1`;
    const closed = "0.60 > [F.] seq 1 ack 1\n 0.61 < [F.] seq 1 ack 2\n 0.62 > [.] seq 2 ack 2";
    const aborted = "0.60 > [P.] seq 1 ack 1 len 5\n 0.61 < [R] seq 1";
    expect(await recordOf(`${refused}\n${rest}`)).toMatchObject({ outcome: "refused" });
    expect(await recordOf(`${accepted}\n${closed}`)).toMatchObject({ outcome: "closed" });
    const record = await recordOf(`${accepted}\n${aborted}`);
    expect(record).toMatchObject({ outcome: "reset", reset: { phase: "first-data" } });
    expect(record.shifted.signs.map(({ id }) => id)).toContain("seq-next");
  });

  test("a late copy of the SYN takes back nothing", async () => {
    const record = await recordOf(`${HANDSHAKE}${REQUEST}
      0.50 > [S] seq 0
      0.51 < [.] seq 1 ack 101
      0.60 > [P.] seq 101 len 100
      0.61 < [.] seq 1 ack 201`);
    expect(record).toMatchObject({ gaps: 0, retransmissions: 1 });
  });

  test("a RST that both sides pass over is no end", async () => {
    const record = await recordOf(`${HANDSHAKE}
      0.10 > [P.] len 100
      0.11 < [R] seq 5000 ttl 33
      0.12 < [P.] len 500 ttl 57
      0.13 > [.]
      0.20 > [F.]
      0.21 < [F.] ttl 57
      0.22 > [.]`);
    expect(record).toMatchObject({ outcome: "closed" });
  });

  test.each([
    ["of the server's side", "0.05 < [R] seq 9000 ttl 51"],
    ["of the client's", "0.05 > [R] seq 90000000"],
  ])(
    "after a RST %s that was no end, another one is judged as if it had been the first",
    async (_, stray) => {
      const rest = `
      0.10 < [P.] len 500 ttl 57
      0.11 > [P.] len 100
      0.12 < [.] ttl 57
      2.00 > [P.] len 100
      2.01 < [P.] len 500 ttl 57
      2.02 > [.]
      2.03 < [.] ttl 57
      2.10 > [P.] len 50
      2.11 < [R] seq 1001 ttl 57`;
      const [plain, after] = await Promise.all(
        ["", stray].map((line) => recordOf(`${HANDSHAKE}${REQUEST}${line}${rest}`)),
      );
      expect(after?.reset).toEqual(plain?.reset);
      expect(after?.shifted).toEqual(plain?.shifted);
      expect(after?.shifted.grade).toBe("likely");
    },
  );

  /** An upload, in which the answer to a stray segment does not get to the client: both pass over it. */
  const STRAY_IN_UPLOAD = `${HANDSHAKE}
      0.10 < [P.] len 200 ttl 57
      0.11 > [P.] len 500
      0.12 < [P.] len 100 ttl 57
      0.13 > [.]
      0.14 < [R] seq 301 ttl 51
      0.15 < [.] ttl 57
      0.16 > [P.] len 500
      0.17 < [.] ttl 57`;

  test.each([
    ["both close", "0.20 > [F.]\n 0.21 < [F.] ttl 57\n 0.22 > [.]", "closed"],
    ["the server closes first", "0.20 < [F.] ttl 57\n 0.21 > [F.]\n 0.22 < [.] ttl 57", "closed"],
    ["both FINs cross", "0.20 > [F.] len 9\n 0.21 < [F.] ttl 57 ack 1001\n 0.22 > [.]", "closed"],
    ["the upload goes on", "1.50 > [P.] len 500\n 1.51 < [.] ttl 57", "open"],
  ])("in an upload a RST that both sides pass over is no end: %s", async (_, rest, outcome) => {
    expect(await recordOf(`${STRAY_IN_UPLOAD}\n${rest}`)).toMatchObject({ outcome });
  });

  test.each([
    ["acks of what the client sent before the RST came to it", STRAY_IN_UPLOAD],
    ["new payload that is not acknowledged", `${STRAY_IN_UPLOAD}\n 1.50 > [P.] len 500`],
  ])("no life after a RST: %s", async (_, script) => {
    expect(await recordOf(script)).toMatchObject({
      outcome: "reset",
      shifted: { grade: "certain" },
    });
  });
});

describe("servers that the user names where nobody was seen to open", () => {
  test.each([
    ["the server speaks first", "0 > [P.] len 10\n 0.01 < [.]\n 0.1 < [P.] len 5\n 0.2 < [R]"],
    ["the client speaks first", "0 < [P.] len 10\n 0.01 > [.]\n 0.1 > [P.] len 5\n 0.2 > [R]"],
    [
      "the history is long",
      `0 < [P.] len 10\n ${Array.from({ length: 20 }, (_, at) => `1 > [R] seq ${at}\n 1 < [R] seq ${at}`).join("\n")}`,
    ],
  ])("by address as by port, also where it is told early: %s", async (_, script) => {
    const vips = ["198.51.100.1"];
    const byAddress = await recordOf(script, { vips });
    const full = await recordsOf(`${script}\n9 > [S] port 50000`, { vips, maxConnections: 1 });
    expect(full[0]).toEqual(byAddress);
    const byPort = await recordOf(script, { servicePorts: [40000] });
    expect(byAddress).toMatchObject({ server: "198.51.100.1:40000" });
    const known = byAddress.history.replace("…", "");
    expect(byPort.history.startsWith(known)).toBe(true);
    expect({ ...byAddress, history: "" }).toEqual({ ...byPort, history: "" });
  });

  test("two that talk with each other are told apart as if neither were named", async () => {
    const script = "0 > [P.] len 10\n 0.01 < [.]\n 0.1 < [P.] len 5";
    const vips = ["10.0.0.1", "203.0.113.10"];
    for (const turned of [
      script,
      script.replaceAll(">", "x").replaceAll("<", ">").replaceAll("x", "<"),
    ])
      expect(await recordOf(turned, { vips })).toEqual(await recordOf(turned));
  });
});

describe("what ended it", () => {
  /** The request again though it was acknowledged, and its ack. */
  const again = (at: number) =>
    `${at} > [P.] seq 1 len 100\n ${at + 0.01} < [.] seq 1 ack 101 ttl 57\n`;

  test.each([
    ["handshake", "no-socket", `${HANDSHAKE} 0.03 < [R] seq 1 ttl 51`],
    ["first-data", "no-socket", `${HANDSHAKE} 0.03 > [P.] len 9\n 0.04 < [R] seq 1 ttl 51`],
    ["transfer", "no-socket", `${HANDSHAKE}${REQUEST} 0.05 > [P.] len 9\n 0.06 < [R] seq 1 ttl 51`],
    ["idle", "no-socket", `${HANDSHAKE}${REQUEST} 5 > [P.] len 9\n 5.06 < [R] seq 1 ttl 51`],
    ["close", "no-socket", `${HANDSHAKE}${REQUEST} 0.5 > [F.]\n 0.51 < [R] seq 1 ttl 57`],
    ["transfer", "abort", `${HANDSHAKE}${REQUEST} 0.5 < [R.] ttl 57`],
    ["handshake", "no-socket", "0 < [S.] ack 1\n 0.02 < [R] ttl 51"],
    ["transfer", "no-socket", "0 < [S.] ack 1\n 0.02 < [.] ack 101\n 0.5 < [R] ttl 51"],
    ["idle", "abort", `${HANDSHAKE}${REQUEST}${again(0.3)} 9 < [R.] ttl 57`],
    ["idle", "abort", `${HANDSHAKE}${REQUEST} 5 > [P.] len 9\n 5.0002 < [R.] ttl 57`],
    ["transfer", "abort", `${HANDSHAKE}${REQUEST}${again(0.3)}${again(0.8)} 3 < [R.] ttl 57`],
    ["transfer", "middlebox", `${HANDSHAKE}${REQUEST} 0.5 < [R.] ttl 255`],
    ["transfer", "middlebox", `${HANDSHAKE}${REQUEST} 0.5 < [R] seq -777 ttl 57`],
  ])("in phase %s, %s", async (phase, how, script) => {
    expect((await recordOf(script)).reset).toMatchObject({ by: "server", phase, how });
  });

  test("time and payload before the RST", async () => {
    const record = await recordOf(`${HANDSHAKE}${REQUEST} 0.5 < [R.] ttl 57`);
    expect(record.reset).toMatchObject({ afterMs: 500, afterBytes: 100 });
  });
});

test("NFS is the server, though its clients have system ports as well: who spoke first opened", async () => {
  const script = "0 < [P.] port 2049 seq 5 ack 9 len 10\n 0.01 > [.] port 2049";
  const record = await recordOf(script, { servicePorts: [] });
  expect(record).toMatchObject({ opener: "guess", client: "203.0.113.10:80" });
});
