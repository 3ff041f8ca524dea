import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { captureOf } from "../analysis/fixtures/script.js";
import type { AnalyzeJob } from "./analyze-job.js";
import { jsonlWriter } from "./analyze-output.js";
import { doJob } from "./analyze-parallel.js";

let folder = "";
let path = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "anycast-shift-job-"));
  path = join(folder, "two.pcap");
  writeFileSync(
    path,
    captureOf(`
      0.00 > [S] port 1001
      0.01 < [S.] port 1001 ttl 57
      0.02 > [.] port 1001
      0.03 > [P.] port 1001 len 9
      0.04 < [R] port 1001 seq 1 ttl 94
      1.00 > [S] port 1002
      1.01 < [R.] port 1002 seq -50000 ack 1
    `),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

const job = (part: Partial<AnalyzeJob>): AnalyzeJob => ({
  files: [path],
  options: {},
  vip: undefined,
  only: undefined,
  packets: false,
  prints: true,
  summarizes: true,
  worst: 0,
  ...part,
});

const printed = async (part: Partial<AnalyzeJob>) => {
  let text = "";
  const writer = jsonlWriter({
    write(bytes, written) {
      text += Buffer.from(bytes).toString();
      written();
    },
  });
  const { end, summary } = await doJob(job(part), 1, writer);
  writer.finish(end, summary.finish());
  return text;
};

test.each([
  ["everything", {}, ["1001", "1002"]],
  ["a VIP that is the server", { vip: ["203.0.113.10"] }, ["1001", "1002"]],
  ["a VIP that is not", { vip: ["203.0.113.11"] }, []],
  ["shifted ones", { only: "shifted" }, ["1001"]],
  ["a grade", { only: "certain" }, ["1001"]],
  ["an outcome", { only: "refused" }, ["1002"]],
  ["nothing, when only the summary is wanted", { prints: false }, []],
] as [string, Partial<AnalyzeJob>, string[]][])("prints %s", async (_, part, ports) => {
  const lines = (await printed(part)).split("\n").slice(0, -1);
  expect(lines.map((line) => JSON.parse(line).client.split(":")[1])).toEqual(ports);
});

test("the summary counts all connections of the VIP, the worst are among those that were asked for", async () => {
  const { summary, worst } = await doJob(job({ only: "refused", worst: 5 }), 1, undefined);
  expect(summary.finish().outcomes).toMatchObject({ reset: 1, refused: 1 });
  expect(worst.list).toEqual([]);
  const all = await doJob(job({ worst: 5 }), 1, undefined);
  expect(all.worst.list.map(({ record }) => record.client)).toEqual(["198.51.100.1:1001"]);
});
