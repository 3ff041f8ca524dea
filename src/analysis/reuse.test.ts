import { expect, test } from "vitest";
import { BLOCK_BYTES, BLOCKS, Engine, HEADROOM } from "../engine/index.js";
import { borrowMemory } from "../engine/memories.js";
import { bytesSource } from "../packet/index.js";
import { analyzeFiles, analyzeStream } from "./analyze.js";
import { captureOf } from "./fixtures/script.js";

/** More connections than there are slots at first, each with a hole that nothing fills. */
const MANY = 20_000;
const HOLES = Array.from({ length: MANY }, (_, index) => {
  const port = 1000 + index;
  return `0 > [S] port ${port}\n 1 < [S.] port ${port}\n 2 > [.] port ${port} seq 500 len 10`;
}).join("\n");

const outcomes = async (script: string) => {
  const { connections } = await analyzeFiles([
    { name: "script", source: bytesSource(captureOf(script)) },
  ]);
  return connections.map(({ record: { outcome, gaps } }) => `${outcome} ${gaps}`);
};

test("what an analysis leaves is wiped before the next one, but for the blocks of the capture", async () => {
  expect(await outcomes(HOLES)).toEqual(new Array(MANY).fill("open 1"));
  const memory = borrowMemory();
  const bytes = new Uint8Array(memory.buffer);
  expect(bytes.length).toBeGreaterThan(MANY * 1024);
  const [block] = new Engine({ maxConnections: 1 }).blocks as [Uint8Array];
  bytes.fill(0, block.byteOffset, block.byteOffset + BLOCKS * (HEADROOM + BLOCK_BYTES));
  expect(bytes.findIndex((byte) => byte !== 0)).toBe(-1);
});

test("two analyses at once share nothing", async () => {
  const one = "0 > [S]\n 1 < [S.]\n 2 > [.]";
  const [first, second] = await Promise.all([outcomes(one), outcomes("0 > [S]")]);
  expect(first).toEqual(["open 0"]);
  expect(second).toEqual(["unanswered 0"]);
});

test("an analysis whose listener fails leaves its memory, too", async () => {
  const fresh = 65_536;
  while (borrowMemory().buffer.byteLength > fresh);
  const input = { name: "script", source: bytesSource(captureOf("0 > [S]")) };
  const full = () => {
    throw new RangeError("full");
  };
  await expect(analyzeStream([input], {}, full)).rejects.toThrow("full");
  expect(borrowMemory().buffer.byteLength).toBeGreaterThan(fresh);
});
