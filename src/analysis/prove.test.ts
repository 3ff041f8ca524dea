import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { analyzeFiles } from "./analyze.js";
import { captureOf } from "./fixtures/script.js";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** What capture points show, each by its script. */
interface Points {
  /** The capture whose connection is judged. */
  origin: string;
  /** At the device that accepted it. */
  home: string;
  /** At the device that its packets reached later. */
  stray: string;
  /** At the device that accepted it, too. */
  beside?: string;
}

const ORIGIN =
  "0.00 > [S]\n 0.01 < [S.] ttl 57\n 0.02 > [.]\n 0.03 > [P.] len 10\n 0.04 < [.] ttl 57\n";
const SHIFTED = "0.50 > [P.] len 10\n 0.51 < [R] seq 1 ttl 57";
const ACCEPTED =
  "0.005 > [S] ttl 60\n 0.006 < [S.] ttl 64\n 0.025 > [.] ttl 60\n 0.035 > [P.] len 10\n 0.036 < [.]\n";
const STRAY = "0.505 > [P.] seq 11 ack 1 len 10 ttl 60\n 0.506 < [R] seq 1";
/** Another connection, which shows that the capture ran then. */
const at = (time: string) => `${time} > [S] port 50000\n`;
/** A script at another time. */
const moved = (seconds: number, script: string) =>
  script.replace(/^ *[\d.]+/gm, (time) => (Number(time) + seconds).toFixed(3));
const PROOF: Points = {
  origin: ORIGIN + SHIFTED,
  home: ACCEPTED + at("0.52"),
  stray: at("-0.1") + STRAY,
};

/** What the origin's connection is told to be, where the points show this; one that is undefined is not there. */
async function shifted(points: Partial<Record<keyof Points, string | undefined>>) {
  const folder = mkdtempSync(join(tmpdir(), "anycast-shift-prove-"));
  folders.push(folder);
  const paths = Object.entries({ ...PROOF, ...points }).flatMap(([name, script]) => {
    if (script === undefined) return [];
    const path = join(folder, `${name}.pcap`);
    writeFileSync(path, captureOf(script));
    return [path];
  });
  const { connections } = await analyzeFiles(paths);
  const { reset, shifted: found } = connections[0]?.record ?? {};
  const sign = found?.signs.find(({ id }) => id === "seen-at-points");
  return { by: reset?.by, grade: found?.grade, sign: sign?.text.replaceAll(`${folder}/`, "") };
}

test("what one point shows of a handshake and another of the RST alone is proven, and not inferred", async () => {
  const { grade, sign } = await shifted({});
  expect(grade).toBe("certain");
  expect(sign).toBe(
    "stray.pcap has no handshake of it and the RST; home.pcap shows the device that accepted it",
  );
  expect(await shifted({ home: undefined, stray: undefined })).toMatchObject({ grade: "likely" });
});

describe("a point that may have been started later proves nothing", () => {
  // What the home's capture shows later does not count where the stray's may lack the handshake.
  const ended = { home: ACCEPTED };
  const late = { stray: STRAY };

  test.each([
    ["likely", "nothing before", STRAY],
    ["likely", "a connection that began later than this one", at("0.45") + STRAY],
    ["certain", "a connection from before", at("-0.1") + STRAY],
    // By the RST, its clock is 0.204 s behind the origin's, less the RST's way.
    [
      "likely",
      "a connection from before by a clock that is behind",
      `${at("-0.1")} 0.305 > [P.] seq 11 ack 1 len 10 ttl 60\n 0.306 < [R] seq 1`,
    ],
  ])("%s where it shows %s", async (grade, _, stray) => {
    const found = await shifted({ ...ended, stray });
    expect(found.grade).toBe(grade);
    expect(found.sign?.includes("that capture may have begun after it")).toBe(grade === "likely");
  });

  test.each([
    ["likely", "had ended before", ACCEPTED],
    ["likely", "goes on by a clock that is ahead", moved(0.7, ACCEPTED) + at("1.15")],
    ["likely", "goes on, and lacks the SYN", ACCEPTED.replace(/^.*\n/, "") + at("0.52")],
    ["certain", "goes on after the RST", ACCEPTED + at("0.52")],
    [
      "certain",
      "goes on with what began before the RST",
      `${ACCEPTED}${at("0.40")}0.52 > [S] seq 0 port 50000`,
    ],
  ])("%s where the capture of the device that accepted it %s", async (grade, _, home) => {
    expect((await shifted({ ...late, home })).grade).toBe(grade);
  });

  test("likely where the judged connection itself lacks its SYN", async () => {
    const origin = ORIGIN.replace(/^.*\n/, "") + SHIFTED;
    expect((await shifted({ ...late, origin })).grade).toBe("likely");
  });
});

test.each([
  ["shows no packet of the client", `${at("-0.1")}0.506 < [R] seq 1`],
  ["shows the connection's SYN", `${at("-0.1")} 0.005 > [S]\n ${STRAY}`],
  [
    "shows a RST of the client",
    `${at("-0.1")} 0.505 < [P.] seq 1 ack 11 len 10 ttl 64\n 0.506 > [R] seq 11`,
  ],
  [
    "shows the server's own packets",
    `${at("-0.1")} 0.035 > [P.] seq 1 ack 1 len 10 ttl 60\n 0.036 < [.] seq 1 ack 11\n ${STRAY}`,
  ],
  ["has the very same RST", `${at("-0.1")} 0.50 > [P.] seq 11 ack 1 len 10\n 0.51 < [R] seq 1`],
  ["shows a RST of one router away", at("-0.1") + STRAY.replace("[R] seq 1", "[R] seq 1 ttl 63")],
  ["shows a RST three routers away", at("-0.1") + STRAY.replace("[R] seq 1", "[R] seq 1 ttl 61")],
  [
    "shows a RST of long after",
    `${at("-0.1")} 2.505 > [P.] seq 11 ack 1 len 10 ttl 60\n 2.506 < [R] seq 1`,
  ],
])("no other device made the RST where the point that should be there %s", async (_, stray) => {
  expect(await shifted({ stray })).toEqual({ by: "server", grade: "likely", sign: undefined });
});

test.each([
  ["is not there", undefined],
  ["is one router away from it", ACCEPTED.replace("ttl 64", "ttl 63") + at("0.52")],
  ["is three routers away from it", ACCEPTED.replace("ttl 64", "ttl 61") + at("0.52")],
  [
    "is of a router beside it, before and behind which its packets are there",
    ACCEPTED.replace(/^.*ttl 64$/m, "$&\n0.006 < [S.] seq 0 ttl 63") + at("0.52"),
  ],
  ["lacks the server's packets", `0.005 > [S] ttl 60\n 0.025 > [.] ttl 60\n${at("0.52")}`],
  ["shows the RST as well", `${ACCEPTED} 0.505 > [P.] len 10\n 0.506 < [R]\n ${at("0.52")}`],
  ["is of an earlier connection with its ports", moved(-5, ACCEPTED) + at("0.52")],
  ["is of a later connection with its ports", moved(5, ACCEPTED)],
])("nobody knows who accepted it where the capture of that device %s", async (_, home) => {
  const { grade, sign } = await shifted({ home });
  expect(grade).toBe("likely");
  expect(sign).toContain("; no capture shows the device that accepted it");
});

describe("a point that shows what another device accepted is of that device, or of its way", () => {
  const accepted = "0.30 > [S] port 50001\n 0.301 < [S.] port 50001 ttl";
  const home = `${PROOF.home} ${accepted} 64\n`;
  const stray = `${PROOF.stray}\n ${accepted} 64\n`;

  test("likely where it lost the handshake of this connection", async () => {
    const { grade, sign } = await shifted({ home, stray });
    expect(grade).toBe("likely");
    expect(sign).toContain(
      "; other connections show that both may be captures of one device, or of its way",
    );
  });

  test("likely where it may be of a router that ended this one", async () => {
    const { grade, sign } = await shifted({ home, stray: stray.replace(/64\n$/, "61\n") });
    expect(grade).toBe("likely");
    expect(sign).toContain("or of its way");
  });

  test("certain where it has another one of these ports", async () => {
    const other = stray.replace("50001 ttl", "50001 seq 7 ttl");
    expect((await shifted({ home, stray: other })).grade).toBe("certain");
  });

  test("certain where another point shows the acceptance", async () => {
    expect((await shifted({ home, stray, beside: PROOF.home })).grade).toBe("certain");
  });
});

describe("a device that rejects with the ACK flag, as lwIP does", () => {
  const origin =
    ORIGIN + SHIFTED.replace("[R] seq 1 ttl 57", "[R.] seq 1 ack 21 ttl 250 win 65407");
  const rejects = STRAY.replace("[R] seq 1", "[R.] seq 1 ack 21 ttl 255 win 65407");

  test.each([
    ["certain", "from before the connection on", at("-0.1") + rejects],
    ["no", "later: what stands on the way rejects as well", rejects],
    ["no", "with the server's own packets", `${at("-0.1")} 0.036 < [.] seq 1 ack 11\n ${rejects}`],
  ])("%s where its point shows it %s", async (grade, _, stray) => {
    expect((await shifted({ origin, stray })).grade).toBe(grade);
  });

  test("is not told from the device that accepted it where the RST came from there", async () => {
    const own = origin.replace("ttl 250", "ttl 57");
    expect((await shifted({ origin: own, stray: at("-0.1") + rejects })).grade).toBe("no");
  });
});

describe("the device that accepted it made the RST as well", () => {
  const own = `${ACCEPTED} 0.505 > [P.] len 10 ttl 60\n 0.506 < [R]\n`;
  const farther = ORIGIN + SHIFTED.replace("57", "55");

  test.each([
    ["from as far away", PROOF.origin],
    ["and it took a longer way from there", farther],
  ])("possible, %s", async (_, origin) => {
    const { grade, sign } = await shifted({ origin, home: own, stray: undefined });
    expect(grade).toBe("possible");
    expect(sign).toBe("home.pcap shows the handshake and the RST as they were made");
  });

  test.each([
    ["routers were passed", own.replaceAll(/< .*/g, "$& ttl 61")],
    ["it has another SYN-ACK", own.replace("[S.] ttl 64", "[S.] seq 70 ttl 64")],
    ["it has another RST", own.replaceAll("0.50", "3.50")],
    ["its SYN is missing", own.replace(/^.*\n/, "")],
  ])("certain or likely as before where in the other capture %s", async (_, home) => {
    expect((await shifted({ home, stray: undefined })).grade).toBe("likely");
    expect((await shifted({ origin: farther, home, stray: undefined })).grade).toBe("certain");
  });

  test("likely as before where the other capture is no nearer to the device", async () => {
    const origin = PROOF.origin.replaceAll(" ttl 57", "");
    expect((await shifted({ origin, home: own, stray: undefined })).grade).toBe("likely");
  });
});

test("devices whose TTL somebody has set are devices", async () => {
  const set = (script: string) => script.replace(/\[(S\.|R)\]( seq 1)?( ttl 64)?/, "$& ttl 60");
  const found = await shifted({
    home: set(PROOF.home).replace(" ttl 64 ttl 60", " ttl 60"),
    stray: set(PROOF.stray),
  });
  expect(found.grade).toBe("certain");
});

test.each([
  ["its own device's end", "0.50 > [P.] len 10\n 0.51 < [R.] seq 1 ttl 57", {}],
  [
    "a RST after its own device's FIN",
    "0.20 < [F.] ttl 57\n 0.50 > [P.] len 10\n 0.51 < [R] seq 2 ttl 57",
    { stray: `${at("-0.1")} 0.505 > [P.] seq 11 ack 2 len 10 ttl 60\n 0.506 < [R] seq 2` },
  ],
  [
    "a RST of long after",
    "9.00 > [P.] len 10\n 9.01 < [R] seq 1 ttl 57",
    { home: ACCEPTED + at("9.02") },
  ],
])("stray packets at another point do not prove %s to be a shift", async (_, end, points) => {
  const found = await shifted({ origin: ORIGIN + end, ...points });
  expect(found.by).toBe("server");
  expect(found.grade).not.toBe("certain");
});

test("nor what began before the capture that is judged", async () => {
  const origin = `0.03 > [P.] seq 1 ack 1 len 10\n 0.04 < [.] seq 1 ack 11 ttl 57\n ${SHIFTED}`;
  const found = await shifted({ origin });
  expect(found.by).toBe("server");
  expect(found.grade).not.toBe("certain");
});
