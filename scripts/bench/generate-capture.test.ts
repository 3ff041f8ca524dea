import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { analyzeFiles } from "../../src/analysis/index.js";
import { streamSource } from "../../src/packet/index.js";
import type { Kind } from "./connection-scripts.js";
import { generateCapture } from "./generate-capture.js";

const SIZE = { seed: 5, packets: 40_000, connections: 4_000, perSecond: 5_000 };

test("the analyser says of every connection what its script did", async () => {
  const kinds: Kind[] = [];
  const chunks = Array.from(
    generateCapture(SIZE, (kind) => kinds.push(kind)),
    (chunk) => chunk.slice(),
  );
  const source = streamSource(Readable.from(chunks));
  const { connections, totals, faults } = await analyzeFiles([{ name: "generated", source }]);
  expect(faults).toEqual([]);
  expect(totals).toMatchObject({ packets: SIZE.packets, tcp: SIZE.packets, skipped: {} });
  const said = connections.map(({ record }) => [record.outcome, record.shifted.grade]);
  expect(said).toEqual(kinds.map(({ outcome, shifted }) => [outcome, shifted]));
});

test("the same seed gives the same bytes, another seed others", () => {
  const digest = (seed: number) => {
    const hash = createHash("sha256");
    for (const chunk of generateCapture({ ...SIZE, seed, packets: 2_000, connections: 200 })) {
      hash.update(chunk);
    }
    return hash.digest("hex");
  };
  expect(digest(1)).toBe(digest(1));
  expect(digest(1)).not.toBe(digest(2));
});
