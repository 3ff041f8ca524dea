// Holds what the analyser says of every TCP packet against what tshark says, on captures of any origin.
// Usage: node --import ./scripts/ts-node.mjs scripts/compare-tshark.ts CAPTURE…
import { basename } from "node:path";
import { Argument, Command } from "@commander-js/extra-typings";
import { ownTable, type PacketRow, tsharkTable } from "../src/analysis/fixtures/tshark.js";
import { ShiftError } from "../src/core/index.js";

const [captures] = new Command("compare-tshark")
  .addArgument(new Argument("<captures...>", "capture files that both can read"))
  .parse().processedArgs;

const FIELDS = ["src", "dst", "seq", "ack", "flags", "length", "ttl", "window"] as const;
const sum = { captures: 0, unread: 0, same: 0, other: 0, ours: 0, theirs: 0 };

for (const path of captures) await compare(path);
process.stdout.write(
  `${sum.captures} captures, ${sum.unread} not read; ${sum.same} packets the same in ${FIELDS.length} fields, ` +
    `${sum.other} different, ${sum.ours} only here, ${sum.theirs} only in tshark\n`,
);

async function compare(path: string): Promise<void> {
  sum.captures++;
  const own = await tableOf(path, () => ownTable(path));
  const theirs = await tableOf(path, async () => tsharkTable(path));
  if (own === undefined || theirs === undefined) {
    sum.unread++;
    return;
  }
  const rows = new Map(theirs.rows.map((row) => [row.index, row]));
  for (const row of own.rows) {
    const peer = rows.get(row.index);
    rows.delete(row.index);
    if (peer === undefined) {
      sum.ours++;
      tell(path, row, "not TCP for tshark");
      continue;
    }
    const differing = FIELDS.filter((field) => row[field] !== peer[field]);
    if (differing.length === 0) {
      sum.same++;
      continue;
    }
    sum.other++;
    tell(path, row, differing.map((f) => `${f} ${row[f]}, tshark ${peer[f]}`).join("; "));
  }
  sum.theirs += rows.size;
  for (const row of rows.values()) tell(path, row, "not read here");
}

async function tableOf<T>(path: string, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (thrown) {
    // tshark's failure is an ordinary Error with its exit code.
    const isOwn = thrown instanceof ShiftError;
    process.stdout.write(`${basename(path)}: not read by ${isOwn ? "the analyser" : "tshark"}\n`);
    return undefined;
  }
}

function tell(path: string, { index, src, dst }: PacketRow, what: string): void {
  process.stdout.write(`${basename(path)} packet ${index + 1} ${src} > ${dst}: ${what}\n`);
}
