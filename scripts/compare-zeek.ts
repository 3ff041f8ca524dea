// Holds the analyser's state and history against what Zeek's own tests expect of Zeek, on Zeek's own captures.
// Usage: node --import ./scripts/ts-node.mjs scripts/compare-zeek.ts CHECKOUT_OF_ZEEK
import { basename } from "node:path";
import { Argument, Command } from "@commander-js/extra-typings";
import { analyzeFiles, type ConnectionRecord } from "../src/analysis/index.js";
import { groupBy } from "../src/core/index.js";
import { type ZeekRow, zeekRows } from "./compare-zeek/baselines.js";

const [checkout] = new Command("compare-zeek")
  .addArgument(new Argument("<checkout>", "checkout of zeek/zeek"))
  .parse().processedArgs;

const cache = new Map<string, Map<string, ConnectionRecord[]>>();
let same = 0;
let absent = 0;
let other = 0;
for (const row of zeekRows(checkout)) {
  const records = (await recordsOf(row.trace)).get(row.pair);
  if (records === undefined) {
    absent++;
    tell(row, "no such connection");
  } else if (records.some(({ state, history }) => state === row.state && history === row.history)) {
    same++;
  } else {
    other++;
    tell(row, records.map(({ state, history }) => `${state} ${history}`).join(", "));
  }
}
process.stdout.write(
  `${same} rows the same, ${other} different, ${absent} of connections not read\n`,
);

function tell(row: ZeekRow, ours: string): void {
  process.stdout.write(
    `${row.test} ${basename(row.trace)} ${row.pair}: Zeek ${row.state} ${row.history}, here ${ours}\n`,
  );
}

async function recordsOf(trace: string): Promise<Map<string, ConnectionRecord[]>> {
  const known = cache.get(trace);
  if (known !== undefined) return known;
  const { connections } = await analyzeFiles([trace], { decap: true });
  const byPair = groupBy(
    connections.map(({ record }) => record),
    ({ client, server }) => [client, server].sort().join(" "),
  );
  cache.set(trace, byPair);
  return byPair;
}
