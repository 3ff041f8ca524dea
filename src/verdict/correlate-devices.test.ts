import { expect, test } from "vitest";
import type { WirePacket } from "./fixtures/capture-file.js";
import { CLIENT, SERVER } from "./fixtures/case-folder.js";
import { correlated } from "./fixtures/correlated.js";
import { Exchange, opened } from "./fixtures/exchange.js";
import { shiftedDownload } from "./fixtures/shift-case.js";

const SECOND_SYN = { flags: "S", seq: 2 ** 32 - 2 };
const unanswered = () => new Exchange(CLIENT, SERVER).up("dest2", { flags: "S" });

test("devices come in the order in which packets reached them, also where none accepted", async () => {
  const [connection] = await correlated([unanswered().up("dest1", SECOND_SYN)]);
  expect(connection?.result).toMatchObject({
    outcome: "unanswered",
    devices: ["dest2", "dest1"],
  });
});

// dest2's RST is 200 µs under way.
test.each([
  ["of another sequence number", ({ seq }: WirePacket) => ({ seq: seq + 1 }), 100_000n],
  ["that is no RST", () => ({ flags: "." }), 100_000n],
  ["that was a RST long before", () => ({}), 30_000_000n],
])("who sent a RST is not told by a packet of another device %s", async (_, parts, beforeNs) => {
  const shifted = shiftedDownload();
  const rst = shifted.sightings.find(
    ({ point, packet }) => point === "origin" && packet.flags === "R",
  )?.packet as WirePacket;
  const other = { ...rst, ...parts(rst), ns: rst.ns - beforeNs };
  shifted.sightings.push({ point: "device", device: "dest1", packet: other });
  const [connection] = await correlated([shifted]);
  expect(connection?.result.reset?.device).toBe("dest2");
});

test("a device that takes the server for the client shows its packets as the others do", async () => {
  // It saw no handshake, the port is none of a service, and the first packet is the server's.
  const stray = opened("198.51.100.2:10000", "203.0.113.10:8080")
    .down("dest2", { flags: ".", length: 100 })
    .up("dest2", { flags: "." });
  const [connection] = await correlated([stray]);
  const there = connection?.atDevice.get("dest2") ?? [];
  expect(there.map(({ dir, length }) => `${dir}${length}`)).toEqual(["<100", ">0"]);
});
