import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { generateCapture } from "../../scripts/bench/generate-capture.js";
import { streamSource } from "../packet/index.js";
import { analyzeFiles } from "./analyze.js";
import type { ConnectionRecord } from "./record.js";
import { recordJson } from "./record-json.js";

test("the text is JSON.stringify's, for every kind of connection", async () => {
  const size = { seed: 3, packets: 10_000, connections: 1_000, perSecond: 5_000 };
  const chunks = Array.from(generateCapture(size), (chunk) => chunk.slice());
  const source = streamSource(Readable.from(chunks));
  const { connections } = await analyzeFiles([{ name: "generated", source }]);
  expect(connections).toHaveLength(1_000);
  for (const { record } of connections) expect(recordJson(record)).toBe(JSON.stringify(record));
  const [first] = connections;
  const full: ConnectionRecord = { ...(first as { record: ConnectionRecord }).record };
  full.capture = 'a "quoted" \\ name\n';
  full.flags = [">[S]", "<[S.]"];
  full.shifted = {
    grade: "certain",
    signs: [{ id: "seen-at-points", for: true, text: 'a "file" \\ \t \ud800 é' }],
    reason: 'as "that file" shows',
  };
  expect(recordJson(full)).toBe(JSON.stringify(full));
});
