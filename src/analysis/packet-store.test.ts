import fc from "fast-check";
import { expect, test } from "vitest";
import { bytesSource, Segment } from "../packet/index.js";
import { analyzeFiles } from "./analyze.js";
import { captureOf } from "./fixtures/script.js";
import { PacketStore } from "./packet-store.js";
import { flagsText } from "./runs.js";

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

// The first test here: before others have left memory to be collected.
test("however long a connection is, and however many follow, no more rows are there than are wanted", () => {
  const store = new PacketStore(3);
  const segment = new Segment();
  const before = process.memoryUsage().arrayBuffers;
  store.open(0);
  for (let sent = 0; sent < 100_000; sent++) store.add(0, 0, segment);
  for (let connection = 1; connection < 10_000; connection++) {
    store.open(connection);
    for (let sent = 0; sent < 10; sent++) store.add(connection, 0, segment);
    store.take(connection, 0);
  }
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
});

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

test("connections keep their own packets, at both ends, whatever is taken away meanwhile", () => {
  const steps = fc.array(fc.record({ connection: fc.nat(2), take: fc.nat(30), side: fc.nat(1) }), {
    maxLength: 200,
    size: "max",
  });
  fc.assert(
    fc.property(steps, fc.constantFrom(0, 1, 3, Number.POSITIVE_INFINITY), (list, ends) => {
      const store = new PacketStore(ends);
      const segment = new Segment();
      const all: string[][] = [[], [], []];
      for (let connection = 0; connection < 3; connection++) store.open(connection);
      list.forEach(({ connection, take, side }, index) => {
        const sent = all[connection] as string[];
        segment.index = index;
        store.add(connection, side, segment);
        sent.push(`${side === 1 ? ">" : "<"}${index}`);
        if (take > 0) return;
        const kept = sent.filter((_, at) => at < ends || at >= sent.length - ends);
        expect(store.take(connection, 1).map((one) => one.dir + one.index)).toEqual(kept);
        store.open(connection);
        sent.length = 0;
      });
    }),
  );
});

test("a packet is told as it was decoded, to the last bit, whatever stands beside it", () => {
  const word = () => fc.integer({ min: 0, max: 0xffff_ffff });
  const packet = fc.record({
    sec: word(),
    nanos: fc.nat(999_999_999),
    index: fc.nat(),
    flags: fc.nat(0x1ff),
    seq: word(),
    ack: word(),
    window: fc.nat(0xffff),
    length: fc.nat(0xffff),
    ttl: fc.nat(0xff),
    ipId: fc.nat(0xffff),
    fragment: fc.nat(1),
  });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(packet, fc.nat(1)), { minLength: 1 }),
      fc.nat(1),
      (list, client) => {
        const store = new PacketStore(Number.POSITIVE_INFINITY);
        store.open(0);
        for (const [fields, side] of list) store.add(0, side, Object.assign(new Segment(), fields));
        expect(store.take(0, client)).toEqual(
          list.map(([{ sec, nanos, flags, fragment, ...same }, side]) => ({
            ...same,
            ns: BigInt(sec) * 1_000_000_000n + BigInt(nanos),
            dir: side === client ? ">" : "<",
            flags: flagsText(flags),
            fragment: fragment === 1,
          })),
        );
      },
    ),
  );
});
