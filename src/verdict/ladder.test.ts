import { rmSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";
import { correlate } from "./correlate.js";
import type { Ladder } from "./document.js";
import { CLIENT, captureAll, evidenceOf, SERVER, VIP } from "./fixtures/case-folder.js";
import { downloading, type Exchange } from "./fixtures/exchange.js";
import { SHIFT_EXPECTED, shiftedDownload } from "./fixtures/shift-case.js";
import { ladderOf } from "./ladder.js";
import { readPoints } from "./points.js";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

async function drawn(exchange: Exchange, vip = VIP): Promise<Ladder> {
  const { runFolder, captures } = captureAll([exchange]);
  folders.push(runFolder);
  const facts = { vip, origins: [], devices: [] };
  const evidence = evidenceOf(SHIFT_EXPECTED, { captures, facts });
  const [connection] = correlate(evidence, await readPoints(captures, runFolder));
  if (!connection) throw new Error("no connection was captured");
  return ladderOf("a title", connection);
}

describe("ladderOf", () => {
  test("draws every packet to the device that had it", async () => {
    const { lifelines, steps, omitted } = await drawn(shiftedDownload());
    expect(lifelines).toEqual([
      { id: "origin", label: "Origin (origin)" },
      { id: "dest1", label: "DestDeviceOne (dest1)" },
      { id: "dest2", label: "DestDeviceTwo (dest2)" },
    ]);
    expect(steps.map(({ from, to, flags }) => `${from} ${flags} ${to}`)).toEqual([
      "origin [S] dest1",
      "dest1 [S.] origin",
      "origin [.] dest1",
      "origin [P.] dest1",
      "dest1 [.] origin",
      "origin [.] dest1",
      "dest1 [.] origin",
      "origin [.] dest2",
      "dest2 [R] origin",
    ]);
    expect(omitted).toBe(0);
  });

  test("draws what no device sent from an unknown sender, not from the origin", async () => {
    const forged = downloading(CLIENT, SERVER).up("dest1", { flags: "P.", length: 80 });
    const { lifelines, steps } = await drawn(forged.down("", { flags: "R" }));
    expect(lifelines.at(-1)).toEqual({ id: "unknown", label: "Unknown sender" });
    expect(steps.at(-1)).toMatchObject({ from: "unknown", to: "origin", flags: "[R]" });
  });

  test("writes packets as tcpdump -nn -S does, and follows the numbers past zero", async () => {
    const { steps } = await drawn(shiftedDownload());
    expect(
      steps.map(({ line }) => line).filter((_, index) => [0, 1, 3, 8].includes(index)),
    ).toEqual([
      "16:00:00.000000 IP (ttl 64, id 1) 198.51.100.2.10000 > 203.0.113.10.80: Flags [S], seq 4294967294, win 502, length 0",
      "16:00:00.010000 IP (ttl 58, id 1) 203.0.113.10.80 > 198.51.100.2.10000: Flags [S.], seq 5000, ack 4294967295, win 502, length 0",
      "16:00:00.030000 IP (ttl 64, id 1) 198.51.100.2.10000 > 203.0.113.10.80: Flags [P.], seq 4294967295:79, ack 5001, win 502, length 80",
      "16:00:00.080000 IP (ttl 59, id 1) 203.0.113.10.80 > 198.51.100.2.10000: Flags [R], seq 7897, win 502, length 0",
    ]);
  });

  test("writes IPv6 with its hop limit and without brackets", async () => {
    const exchange = shiftedDownload("[2001:db8:1::2]:10000", "[2001:db8:cafe::10]:80");
    const { steps } = await drawn(exchange, "2001:db8:cafe::10");
    expect(steps[0]?.line).toContain(
      "IP6 (hlim 64) 2001:db8:1::2.10000 > 2001:db8:cafe::10.80: Flags [S]",
    );
  });

  test("folds alike packets and counts them", async () => {
    const exchange = downloading(CLIENT, SERVER);
    for (let count = 0; count < 30; count++) exchange.down("dest1", { flags: ".", length: 1448 });
    const { steps, omitted, omittedAfter } = await drawn(exchange);
    expect(omittedAfter).toBeUndefined();
    expect(steps.at(-1)).toMatchObject({ from: "dest1", flags: "[.]", times: 31 });
    expect(omitted).toBe(0);
  });

  test("leaves a long middle out and says how many packets that are, and where", async () => {
    const exchange = downloading(CLIENT, SERVER);
    for (let count = 0; count < 20; count++) {
      exchange.up("dest1", { flags: "." }).down("dest1", { flags: ".", length: 1448 });
    }
    const { steps, omitted, omittedAfter } = await drawn(exchange);
    const drawnPackets = steps.reduce((sum, { times }) => sum + times, 0);
    expect(steps).toHaveLength(20);
    expect(drawnPackets + omitted).toBe(7 + 40);
    expect(omittedAfter).toEqual([8]);
    expect(steps[0]?.flags).toBe("[S]");
  });

  test("keeps the server's RST of a long connection, however much comes after it", async () => {
    const exchange = downloading(CLIENT, SERVER);
    const goOn = () => {
      for (let count = 0; count < 20; count++)
        exchange.up("dest1", { flags: "." }).down("dest1", { flags: ".", length: 1448 });
    };
    goOn();
    exchange.up("dest2", { flags: "." }).down("dest2", { flags: "R" });
    goOn();
    const { steps, omittedAfter } = await drawn(exchange);
    expect(steps).toHaveLength(20);
    expect(omittedAfter).toEqual([8, 20]);
    const reset = steps.findIndex(({ flags }) => flags === "[R]");
    expect(steps[reset]).toMatchObject({ from: "dest2", to: "origin" });
    expect(steps[reset - 1]).toMatchObject({ from: "origin", to: "dest2" });
  });

  test("of several RSTs it keeps the one that ended the connection", async () => {
    const exchange = downloading(CLIENT, SERVER);
    const goOn = () => {
      for (let count = 0; count < 20; count++)
        exchange.up("dest1", { flags: "." }).down("dest1", { flags: ".", length: 1448 });
    };
    exchange.up("dest1", { flags: "." }).down("dest2", { flags: "R", seq: 5001 + 1448 });
    goOn();
    const { ns } = exchange.up("dest2", { flags: "." });
    const { steps } = await drawn(exchange.down("dest2", { flags: "R" }));
    expect(steps.at(-1)).toMatchObject({ from: "dest2", flags: "[R]", wallNs: String(ns) });
  });
});
