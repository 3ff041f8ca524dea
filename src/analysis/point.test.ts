import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { analyzeFiles } from "./analyze.js";
import { captureOf } from "./fixtures/script.js";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function files(scripts: Record<string, string>): string[] {
  const folder = mkdtempSync(join(tmpdir(), "anycast-shift-point-"));
  folders.push(folder);
  return Object.entries(scripts).map(([name, script]) => {
    const path = join(folder, name);
    writeFileSync(path, captureOf(script));
    return path;
  });
}

const HANDSHAKE = "0.00 > [S]\n 0.01 < [S.] ttl 57\n 0.02 > [.]\n";

test("files that do not overlap in time continue each other, in whatever order they are given", async () => {
  const paths = files({
    "a.pcap": HANDSHAKE,
    "b.pcap": "0.03 > [P.] seq 1 ack 1 len 10\n 0.04 < [.] seq 1 ack 11",
  });
  const { connections } = await analyzeFiles(paths.reverse());
  expect(connections.map(({ record }) => record)).toMatchObject([
    { sequence: ">[S] <[S.] >[.] >[P.] <[.]", retransmissions: 0 },
  ]);
  expect(connections[0]?.record.capture).toBeUndefined();
});

test("captures of several points prove a shift that the origin's alone makes likely", async () => {
  const [origin, one, two] = files({
    "origin.pcap": `${HANDSHAKE} 0.03 > [P.] len 10\n 0.04 < [.] ttl 57\n 0.10 > [P.] len 10\n 0.11 < [R] seq 1 ttl 57`,
    "one.pcap":
      "0.005 > [S] ttl 60\n 0.006 < [S.] ttl 64\n 0.025 > [.] ttl 60\n 0.035 > [P.] len 10\n 0.036 < [.]\n 0.200 < [P.] len 10",
    "two.pcap": "0.105 > [P.] seq 11 ack 1 len 10 ttl 60\n 0.106 < [R] seq 1",
  }) as [string, string, string];
  const alone = await analyzeFiles([origin]);
  expect(alone.connections[0]?.record.shifted.grade).toBe("likely");
  const { connections } = await analyzeFiles([origin, one, two]);
  expect(connections.map(({ record }) => [record.capture, record.shifted.grade])).toEqual([
    [origin, "certain"],
    [one, "no"],
    [two, "possible"],
  ]);
  const proof = connections[0]?.record.shifted.signs.find(({ id }) => id === "seen-at-points");
  expect(proof?.text).toBe(
    `${two} has no handshake of it and the RST; ${one} shows the device that accepted it`,
  );
});

test("a point that began late and shows the server's own packets proves nothing", async () => {
  const paths = files({
    "origin.pcap": `${HANDSHAKE} 0.03 > [P.] len 10\n 0.04 < [.] ttl 57\n 0.10 > [P.] len 10\n 0.11 < [R] seq 1 ttl 57`,
    "late.pcap": `0.035 > [P.] seq 1 ack 1 len 10 ttl 60\n 0.036 < [.] seq 1 ack 11
      0.105 > [P.] seq 11 ack 1 len 10 ttl 60\n 0.106 < [R] seq 1`,
  });
  const { connections } = await analyzeFiles(paths);
  expect(connections.map(({ record }) => record.shifted.grade)).toEqual(["likely", "possible"]);
});

describe("a point that may have been started later proves nothing", () => {
  const origin = `${HANDSHAKE} 0.03 > [P.] len 10\n 0.04 < [.] ttl 57\n 0.50 > [P.] len 10\n 0.51 < [R] seq 1 ttl 57`;
  const shifted = async (two: string, one?: string) => {
    const paths = files({
      "origin.pcap": origin,
      "two.pcap": two,
      ...(one === undefined ? {} : { "one.pcap": one }),
    });
    const { connections } = await analyzeFiles(paths);
    return connections[0]?.record.shifted;
  };
  const stray = "0.505 > [P.] seq 11 ack 1 len 10 ttl 60\n 0.506 < [R] seq 1";
  const other = (time: string) => `${time} > [S] port 50000\n`;
  const accepted =
    "0.005 > [S] ttl 60\n 0.006 < [S.] ttl 64\n 0.025 > [.] ttl 60\n 0.035 > [P.] len 10\n 0.036 < [.]\n";

  test.each([
    ["likely", "nothing before", stray],
    ["likely", "a connection that began later than this one", other("0.45") + stray],
    ["certain", "a connection from before", other("-0.1") + stray],
    // By the RST, its clock is 0.204 s behind the origin's, less the RST's way.
    [
      "likely",
      "a connection from before by a clock that is behind",
      `${other("-0.1")} 0.305 > [P.] seq 11 ack 1 len 10 ttl 60\n 0.306 < [R] seq 1`,
    ],
  ])("%s where it shows %s", async (grade, _, two) => {
    const found = await shifted(two, accepted);
    expect(found?.grade).toBe(grade);
    const sign = found?.signs.find(({ id }) => id === "seen-at-points");
    expect(sign?.text.includes("that capture may have begun after it")).toBe(grade === "likely");
  });

  test.each([
    ["likely", "had ended before", accepted],
    [
      "likely",
      "goes on by a clock that is ahead",
      accepted.replaceAll("0.0", "0.7") + other("1.15"),
    ],
    ["certain", "goes on after the RST", accepted + other("0.52")],
  ])("%s where the capture of the device that accepted it %s", async (grade, _, one) => {
    expect((await shifted(stray, one))?.grade).toBe(grade);
  });

  test.each([
    ["no capture shows the device that accepted it", stray, undefined],
    [
      "no capture shows the device that accepted it",
      stray,
      accepted.replaceAll("ttl 64", "ttl 63"),
    ],
    [undefined, stray.replace("[R] seq 1", "[R] seq 1 ttl 63"), accepted],
  ])("likely where a router shows what a device would: %s", async (text, two, one) => {
    const found = await shifted(other("-0.1") + two, one && one + other("0.52"));
    expect(found?.grade).toBe("likely");
    const sign = found?.signs.find(({ id }) => id === "seen-at-points");
    if (text === undefined) expect(sign).toBeUndefined();
    else expect(sign?.text).toContain(text);
  });
});

test("a point with the RST and no packet that it answers, or with the very same RST, proves nothing", async () => {
  const origin = `${HANDSHAKE} 0.03 > [P.] len 10\n 0.04 < [.] ttl 57\n 0.10 > [P.] len 10\n 0.11 < [R] seq 1 ttl 57`;
  for (const extract of [
    "0.106 < [R] seq 1",
    "0.10 > [P.] seq 11 ack 1 len 10\n 0.11 < [R] seq 1 ttl 57",
  ]) {
    const paths = files({ "origin.pcap": origin, "extract.pcap": extract });
    const { connections } = await analyzeFiles(paths);
    expect(connections[0]?.record.shifted.grade).toBe("likely");
  }
});

test("pipes, which cannot be read twice, are points of their own", async () => {
  const paths = files({ "a.pcap": HANDSHAKE, "b.pcap": "0.03 > [P.] seq 1 ack 1 len 10" });
  const pipes = paths.map((path) => {
    const pipe = `${path}.pipe`;
    execFileSync("mkfifo", [pipe]);
    return pipe;
  });
  const writers = paths.map((path, index) => writeFile(pipes[index] as string, readFileSync(path)));
  const [{ connections }] = await Promise.all([analyzeFiles(pipes), ...writers]);
  expect(connections.map(({ record }) => record.capture)).toEqual(pipes);
});

test("one file that is no capture does not spoil the others", async () => {
  const [good, bad] = files({ "a.pcap": HANDSHAKE, "b.pcap": "" }) as [string, string];
  writeFileSync(bad, "not a capture");
  const { connections, faults } = await analyzeFiles([bad, good]);
  expect(connections).toHaveLength(1);
  expect(faults).toEqual([
    { file: bad, offset: 0, message: `${bad} is no packet capture: it begins with 6e6f7420` },
  ]);
});

test("nothing readable at all is an error", async () => {
  const missing = join(tmpdir(), "anycast-shift-no-such-file.pcap");
  await expect(analyzeFiles([missing])).rejects.toMatchObject({ code: "E_FILE" });
});

test.each([
  [
    "the server's own end",
    "1.00 > [P.] len 10\n 1.01 < [R.] seq 1 ttl 57",
    "1.005 > [P.] seq 11 ack 1 len 10 ttl 60\n 1.006 < [R] seq 1",
  ],
  [
    "a RST after the server's own FIN",
    "1.00 < [F.] seq 1 ack 11 ttl 57\n 1.10 > [P.] len 10\n 1.11 < [R] seq 2 ttl 57",
    "1.105 > [P.] seq 11 ack 2 len 10 ttl 60\n 1.106 < [R] seq 2",
  ],
  [
    "one long after the stray's",
    "9.00 > [P.] len 10\n 9.01 < [R] seq 1 ttl 57",
    "1.005 > [P.] seq 11 ack 1 len 10 ttl 60\n 1.006 < [R] seq 1",
  ],
])("stray packets at another point do not prove %s to be a shift", async (_, end, stray) => {
  const [origin, other] = files({
    "origin.pcap": `${HANDSHAKE} 0.03 > [P.] len 10\n 0.04 < [.] seq 1 ack 11 ttl 57\n ${end}`,
    "other.pcap": stray,
  }) as [string, string];
  const { connections } = await analyzeFiles([origin, other]);
  expect(connections[0]?.record.reset?.by).toBe("server");
  expect(connections[0]?.record.shifted.grade).not.toBe("certain");
});
