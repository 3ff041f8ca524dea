import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { generateCapture } from "../../scripts/bench/generate-capture.js";
import { BLOCK_BYTES } from "../engine/index.js";
import { bytesSource } from "../packet/index.js";
import { type AnalyzeOptions, analyzeStream } from "./index.js";

const SIZE = { seed: 13, packets: 60_000, connections: 6_000, perSecond: 5_000 };
const TURNS = 50;

/** How far an analysis had come each time it waited for its listener. */
interface Halt {
  reads: number;
  told: number;
}

/** Analyses a capture of several blocks; while it waits, nothing may go on. */
async function haltsOf(options: AnalyzeOptions): Promise<{ halts: Halt[]; told: number }> {
  const bytes = Buffer.concat(Array.from(generateCapture(SIZE), (chunk) => chunk.slice()));
  const source = bytesSource(bytes);
  let [reads, told] = [0, 0];
  const counted: typeof source = {
    ...source,
    read(into, at, length) {
      if (length === BLOCK_BYTES) reads++;
      return source.read(into, at, length);
    },
  };
  const halts: Halt[] = [];
  const ready = async () => {
    const halt = { reads, told };
    for (let turn = 0; turn < TURNS; turn++) await setImmediate();
    expect({ reads, told }).toEqual(halt);
    halts.push(halt);
  };
  const inputs = [{ name: "generated", source: counted }];
  await analyzeStream(inputs, { ...options, ready }, () => told++);
  return { halts, told };
}

test("reading and telling wait for a listener that is not ready", async () => {
  const { halts, told } = await haltsOf({});
  expect(told).toBe(SIZE.connections);
  expect(new Set(halts.map(({ reads }) => reads)).size).toBeGreaterThan(2);
  expect(new Set(halts.map(({ told }) => told))).toEqual(
    new Set([0, 1024, 2048, 3072, 4096, 5120]),
  );
});

test("reading waits, too, when connections are told early", async () => {
  const { halts } = await haltsOf({ maxConnections: 1_000 });
  const lastRead = halts.at(-1)?.reads ?? 0;
  const reading = halts.filter(({ reads }) => reads < lastRead);
  expect(reading.length).toBeGreaterThan(2);
  expect(new Set(reading.map(({ told }) => told)).size).toBe(reading.length);
});
