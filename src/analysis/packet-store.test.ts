import { expect, test } from "vitest";
import { bytesSource } from "../packet/index.js";
import { analyzeFiles } from "./analyze.js";
import { captureOf } from "./fixtures/script.js";

/** The packets that were kept of a capture's only connection, as `seconds arrow[flags]`, counted from the first. */
async function keptOf(script: string, packetEnds?: number): Promise<string[]> {
  const { connections } = await analyzeFiles(
    [{ name: "script", source: bytesSource(captureOf(script)) }],
    { keepPackets: true, ...(packetEnds !== undefined && { packetEnds }) },
  );
  const [only] = connections;
  if (only === undefined || connections.length > 1) throw new RangeError("not one connection");
  const first = only.packets[0]?.ns ?? 0n;
  return only.packets.map(({ ns, dir, flags }) => `${Number(ns - first) / 1e9} ${dir}[${flags}]`);
}

test("directions are the client's, whoever is heard first", async () => {
  const handshake = ["0.000000001 > [S]", "0.9 < [S.]", "1.1 > [.]"];
  expect(await keptOf(handshake.join("\n"))).toEqual([
    "0 >[S]",
    "0.899999999 <[S.]",
    "1.099999999 >[.]",
  ]);
  expect(await keptOf(handshake.slice(1).join("\n"))).toEqual(["0 <[S.]", "0.2 >[.]"]);
});

test("of a long connection the packets at both ends are kept", async () => {
  const script = Array.from({ length: 40 }, (_, sent) => `${sent} > [P.] len 1`).join("\n");
  const seconds = [0, 1, 2, 37, 38, 39];
  expect(await keptOf(script, 3)).toEqual(seconds.map((second) => `${second} >[P.]`));
});
