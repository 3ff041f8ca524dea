import { rmSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";
import type { TrafficRecord } from "../core/index.js";
import { correlate } from "./correlate.js";
import { CLIENT, captureAll, evidenceOf, SERVER, told, VIP } from "./fixtures/case-folder.js";
import { correlated } from "./fixtures/correlated.js";
import { closed, downloading, Exchange, opened, START_NS } from "./fixtures/exchange.js";
import { SHIFT_EXPECTED, shiftedDownload, wholeDownload } from "./fixtures/shift-case.js";
import { readPoints } from "./points.js";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** Whether the judge takes a program's word and these packets for the same story. */
async function agrees(exchange: Exchange, record: TrafficRecord): Promise<boolean | undefined> {
  return (await correlated([exchange], [record]))[0]?.result.agrees;
}

describe("a connection at every point", () => {
  test("a shift names both devices in order, and when the second one was reached", async () => {
    const exchange = shiftedDownload();
    const [connection] = await correlated([exchange], [told("reset", { set: 3 })]);
    const arrival = exchange.sightings.find(
      ({ point, device, packet }) => point === "device" && device === "dest2" && packet.ttl === 61,
    );
    expect(connection?.result).toMatchObject({
      devices: ["dest1", "dest2"],
      shiftedAtWallNs: String(arrival?.packet.ns),
      reset: { device: "dest2" },
      capture: "captures/origin-eth1.pcap",
      set: 3,
      said: "reset: curl: (56) Recv failure: Connection reset by peer",
    });
    expect(connection?.result.shifted).not.toBe("no");
    expect(connection?.origin).toBe("origin");
    expect([...(connection?.onMember.keys() ?? [])]).toEqual(["hop3a", "hop3b"]);
    expect(connection?.onMember.get("hop3b")?.map(({ dir, flags }) => dir + flags)).toEqual([">."]);
    expect(connection?.atDevice.get("dest2")?.map(({ dir, flags }) => dir + flags)).toEqual([
      ">.",
      "<R",
    ]);
  });

  test("a connection that stayed has one device and no time of a shift", async () => {
    const [connection] = await correlated([wholeDownload()]);
    expect(connection?.result.devices).toEqual(["dest1"]);
    expect(connection?.result).not.toHaveProperty("shiftedAtWallNs");
    expect(connection?.result).not.toHaveProperty("agrees");
    expect(connection?.said).toBeUndefined();
  });

  test("a SYN that met silence at one device is no beginning there: the one that accepted comes first", async () => {
    const repeated = new Exchange(CLIENT, SERVER)
      .up("dest1", { flags: "S" })
      .up("dest2", { flags: "S", seq: 2 ** 32 - 2 })
      .down("dest2", { flags: "S." })
      .up("dest2", { flags: "." });
    const [stayed] = await correlated([repeated]);
    expect(stayed?.result.devices).toEqual(["dest2"]);
    expect(stayed?.result).not.toHaveProperty("shiftedAtWallNs");
    const stray = { flags: "P.", length: 80 };
    const shifted = repeated.up("dest1", stray).down("dest1", { flags: "R" });
    const arrival = shifted.sightings.find(
      ({ point, device, packet }) =>
        point === "device" && device === "dest1" && packet.flags === "P.",
    );
    const [connection] = await correlated([shifted]);
    expect(connection?.result).toMatchObject({
      devices: ["dest2", "dest1"],
      shiftedAtWallNs: String(arrival?.packet.ns),
      reset: { device: "dest1" },
    });
  });

  test("one that no device saw has none", async () => {
    const lost = new Exchange(CLIENT, SERVER).up("nowhere", { flags: "S" });
    const [connection] = await correlated([lost]);
    expect(connection?.result.outcome).toBe("unanswered");
    expect(connection?.result.devices).toEqual([]);
  });

  test("traffic to other servers than the lab's is none of the case's", async () => {
    expect(await correlated([wholeDownload(CLIENT, "198.51.100.99:80")])).toEqual([]);
    expect(await correlated([wholeDownload(CLIENT, "192.0.2.1:80")])).toHaveLength(1);
  });

  test("the sender of a RST is the last that sent it before it arrived", async () => {
    // dest2 answers two packets; the origin's first RST is the one that answers the first of them.
    const twice = downloading(CLIENT, SERVER)
      .up("dest2", { flags: "." })
      .down("dest2", { flags: "R" })
      .down("dest1", { flags: "R" });
    const [connection] = await correlated([twice]);
    expect(connection?.result.reset?.device).toBe("dest2");
  });

  test("a RST that the client did not accept is not the one that ended the connection", async () => {
    const shifted = downloading(CLIENT, SERVER)
      .up("dest2", { flags: "." })
      .down("dest1", { flags: ".", length: 1448 })
      .up("dest1", { flags: "." })
      .down("dest2", { flags: "R", seq: 5001 + 2 * 1448 })
      .down("dest1", { flags: "R" });
    const [connection] = await correlated([shifted]);
    expect(connection?.result.reset?.device).toBe("dest1");
  });

  test("the same port to two servers is two connections with a record each", async () => {
    const traffic = [
      told("ok", { traffic: "to-device", server: "192.0.2.1" }),
      told("reset", { traffic: "to-anycast", server: VIP }),
    ];
    const made = [wholeDownload(CLIENT, "192.0.2.1:80"), shiftedDownload()];
    for (const records of [traffic, traffic.toReversed()]) {
      const results = (await correlated(made, records)).map(({ result }) => result);
      expect(results.map(({ server, traffic: id }) => [server, id]).sort()).toEqual([
        ["192.0.2.1:80", "to-device"],
        ["203.0.113.10:80", "to-anycast"],
      ]);
    }
  });
});

describe("ports that are used again", () => {
  const LATER_NS = START_NS + 1_000_000_000n;
  // It begins at dest2; then dest1, which the first connection of the port has left, answers by its old socket.
  const again = () =>
    new Exchange(CLIENT, SERVER, LATER_NS, 7000)
      .up("dest2", { flags: "S" })
      .down("dest2", { flags: "S." })
      .up("dest2", { flags: "." })
      .up("dest1", { flags: "P.", length: 80 })
      .down("dest1", { flags: ".", seq: 7897 });
  const first = told("reset");
  const second = told("timeout", { traffic: "again", startWallNs: String(LATER_NS - 1n) });

  test.each([
    ["in order", [first, second]],
    ["in any order", [second, first]],
  ])("are two connections, each with its own packets and record, told %s", async (_, records) => {
    const connections = await correlated([shiftedDownload(), again()], records);
    expect(
      connections.map(({ result }) => [result.traffic, result.outcome, result.agrees]),
    ).toEqual([
      ["download", "reset", true],
      ["again", "open", true],
    ]);
    const at = (device: string) =>
      connections.map(({ atDevice }) =>
        atDevice
          .get(device)
          ?.map(({ dir, flags }) => dir + flags)
          .join(" "),
      );
    expect(connections.map(({ result }) => result.devices)).toEqual([
      ["dest1", "dest2"],
      ["dest2", "dest1"],
    ]);
    expect(at("dest1")).toEqual([">S <S. >. >P. <. >. <.", ">P. <."]);
    expect(at("dest2")).toEqual([">. <R", ">S <S. >."]);
  });

  test("keep their one record where only one connection was captured", async () => {
    const [only, ...others] = await correlated([shiftedDownload()], [first, second]);
    expect(only?.said).toEqual(first);
    expect(others).toEqual([]);
  });
});

describe("a program's word beside the packets", () => {
  const refused = () =>
    new Exchange(CLIENT, SERVER).up("dest2", { flags: "S" }).down("dest2", { flags: "R." });
  const unanswered = () => new Exchange(CLIENT, SERVER).up("dest1", { flags: "S" });
  const onHandshake = () =>
    new Exchange(CLIENT, SERVER)
      .up("dest1", { flags: "S" })
      .down("dest1", { flags: "S." })
      .up("dest2", { flags: "." })
      .down("dest2", { flags: "R" });

  test.each([
    ["ok", "a close", wholeDownload, true],
    ["ok", "a reset before the last byte", shiftedDownload, false],
    ["reset", "a reset", shiftedDownload, true],
    ["reset", "a close", wholeDownload, false],
    ["cut", "a close", wholeDownload, true],
    ["cut", "a reset before the last byte", shiftedDownload, false],
    ["refused", "a RST to the SYN", refused, true],
    ["refused", "a RST to the handshake's ACK", onHandshake, true],
    ["refused", "a reset in the transfer", shiftedDownload, false],
    ["unreachable", "a SYN without an answer", unanswered, true],
    ["unreachable", "a RST to the SYN", refused, false],
    ["timeout", "an open connection", () => opened(CLIENT, SERVER), true],
    ["timeout", "a close", wholeDownload, false],
    ["timeout", "a RST to the SYN", refused, false],
    ["error", "a close", wholeDownload, false],
  ] as const)("%s and %s: %#", async (said, _, exchange, expected) => {
    expect(await agrees(exchange(), told(said, { bytes: 10_000_000 }))).toBe(expected);
  });

  test("a cut is told of what closed, and not of what was reset", async () => {
    const resultOf = async (exchange: Exchange, said: TrafficRecord["said"]) =>
      (await correlated([exchange], [told(said, { bytes: 10_000_000 })]))[0]?.result;
    expect(await resultOf(wholeDownload(), "cut")).toMatchObject({ outcome: "closed", cut: true });
    expect(await resultOf(wholeDownload(), "ok")).not.toHaveProperty("cut");
    expect(await resultOf(shiftedDownload(), "cut")).not.toHaveProperty("cut");
  });

  test("a reset after the last byte leaves a transfer whole", async () => {
    // 80 bytes of request and 2896 of answer were seen before the RST.
    expect(await agrees(shiftedDownload(), told("ok", { bytes: 2896, size: 2896 }))).toBe(true);
    expect(await agrees(shiftedDownload(), told("ok", { bytes: 2896 }))).toBe(false);
    expect(await agrees(shiftedDownload(), told("ok", { bytes: 2977, size: 2977 }))).toBe(false);
    const { bytes: _, ...uncounted } = told("ok");
    expect(await agrees(shiftedDownload(), uncounted)).toBe(false);
  });
});

test("a connection of Multipath TCP lives as long as a subflow that its token proves", async () => {
  const ports: [string, string] = ["198.51.100.2:40000", "192.0.2.1:80"];
  const first = async (
    token: number,
    said: TrafficRecord["said"] = "ok",
    second = closed(downloading(...ports)),
  ) => {
    const { runFolder, captures } = captureAll([shiftedDownload(), second]);
    folders.push(runFolder);
    const points = await readPoints(captures, runFolder);
    const origin = points.find(({ capture }) => capture.point === "origin");
    const indexOf = (client: string, packet: number) =>
      origin?.connections.find(({ record }) => record.client === client)?.packets[packet]?.index ??
      -1;
    const tokens = new Map([[indexOf(CLIENT, 1), 7]]);
    const joins = new Map([[indexOf(ports[0], 0), token]]);
    const traffic = [told(said, { bytes: 10_000_000 })];
    return correlate(
      evidenceOf(SHIFT_EXPECTED, { traffic, captures }),
      points,
      new Map([[origin?.capture.file ?? "", { tokens, joins }]]),
    ).find(({ result }) => result.client === CLIENT)?.result;
  };
  expect(await first(7)).toMatchObject({
    outcome: "reset",
    agrees: true,
    subflows: [{ client: ports[0], server: ports[1], outcome: "closed" }],
  });
  for (const said of ["reset", "timeout"] as const)
    expect((await first(7, said))?.agrees).toBe(false);
  // The subflow of another connection proves nothing of this one, and one that was reset saves nothing.
  expect(await first(8)).toMatchObject({ outcome: "reset", agrees: false });
  expect(await first(8)).not.toHaveProperty("subflows");
  const lost = () => shiftedDownload(...ports);
  expect((await first(7, "ok", lost()))?.agrees).toBe(false);
  expect((await first(7, "reset", lost()))?.agrees).toBe(true);
});

test("a device that is captured at two links shows its packets of both, in order of time", async () => {
  const exchange = downloading(CLIENT, SERVER).up("dest1", { flags: "P.", length: 80 });
  const { runFolder, captures } = captureAll([exchange]);
  folders.push(runFolder);
  const atDest1 = captures.find(({ node }) => node === "dest1");
  const twice = atDest1 ? [...captures, { ...atDest1, interface: "eth2", peer: "dest2" }] : [];
  const [connection] = correlate(
    evidenceOf(SHIFT_EXPECTED, { captures: twice }),
    await readPoints(twice, runFolder),
  );
  const once = connection?.packets.map(({ dir, flags }) => dir + flags) ?? [];
  expect(connection?.atDevice.get("dest1")?.map(({ dir, flags }) => dir + flags)).toEqual(
    once.flatMap((packet) => [packet, packet]),
  );
  expect(connection?.result.devices).toEqual(["dest1"]);
});

test("a device that never saw the SYN still finds its packets by the pair of ends", async () => {
  // The other way round: at dest2 the first packet of the connection is an answer.
  const odd = new Exchange(CLIENT, SERVER, START_NS)
    .up("dest1", { flags: "S" })
    .down("dest1", { flags: "S." })
    .up("dest1", { flags: "." })
    .down("dest2", { flags: "R" })
    .up("dest2", { flags: "." });
  const [connection] = await correlated([closed(odd)]);
  expect(connection?.atDevice.get("dest2")?.map(({ dir, flags }) => dir + flags)).toEqual([
    "<R",
    ">.",
  ]);
});
