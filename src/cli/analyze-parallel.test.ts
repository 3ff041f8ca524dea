import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { generateCapture } from "../../scripts/bench/generate-capture.js";
import { PIECES_AHEAD } from "./analyze-helper.js";
import { doJob } from "./analyze-parallel.js";

const CONNECTIONS = 10_000;

let folder = "";
let path = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "anycast-shift-parallel-"));
  path = join(folder, "generated.pcap");
  const size = { seed: 12, packets: 100_000, connections: CONNECTIONS, perSecond: 5_000 };
  writeFileSync(path, Buffer.concat(Array.from(generateCapture(size), (chunk) => chunk.slice())));
});
afterAll(() => rmSync(folder, { recursive: true }));

test("no more is made than the reader of the output takes", async () => {
  const taken: (() => void)[] = [];
  let lines = 0;
  const job = { files: [path], options: {}, vip: undefined, only: undefined, worst: 0 };
  const done = doJob({ ...job, packets: false, prints: true, summarizes: false }, 1, {
    separator: "\n",
    record: () => expect.unreachable("nothing is told early"),
    piece(json, written) {
      lines += Buffer.from(json).toString().split("\n").length;
      taken.push(written);
    },
    written: () => Promise.resolve(),
    finish: () => {},
  });
  const ended = done.then(() => true);
  const turn = () => Promise.race([ended, setImmediate(false)]);
  while (taken.length < PIECES_AHEAD) expect(await turn()).toBe(false);
  for (let turns = 0; turns < 100; turns++) await turn();
  expect(taken).toHaveLength(PIECES_AHEAD);
  while (!(await turn())) taken.shift()?.();
  expect(lines).toBe(CONNECTIONS);
});
