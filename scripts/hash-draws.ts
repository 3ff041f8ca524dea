// How uneven the draws of one hash seed are: docs/adr/0006-chance.md has the command. Standard input holds, for each
// source port in turn, the link that `ip route get` names before a member is lost and the one after.
import { text } from "node:stream/consumers";
import { Command } from "@commander-js/extra-typings";
import { positive } from "../src/cli/numbers.js";
import { binomialTest } from "../src/verdict/index.js";

const { connections, levels } = new Command("hash-draws")
  .option("--connections <n>", "ports in a row that one run draws", positive, 200)
  .option("--levels <level...>", "p values below which a run fails", ["1e-3", "1e-4", "1e-6"])
  .parse()
  .opts();

const moves = (await text(process.stdin))
  .trim()
  .split("\n")
  .map((line) => {
    const [before, after] = line.split("\t");
    return { before, after, moved: before !== after };
  });
const survivors = new Set(moves.map(({ after }) => after));

/** Running sums, so that each window costs one subtraction. */
function sums(counted: readonly boolean[]): number[] {
  let sum = 0;
  return [0, ...counted.map((one) => (sum += Number(one)))];
}
const broken = sums(moves.map(({ moved }) => moved));
const collateral = sums(moves.map(({ before, moved }) => moved && survivors.has(before)));
const within = (sum: readonly number[], start: number) =>
  (sum[start + connections] as number) - (sum[start] as number);

/** The p value of each count that a window can have. */
const pValues = (theory: number) =>
  Array.from({ length: connections + 1 }, (_, count) => binomialTest(count, connections, theory));
const half = pValues(1 / 2);
const sixth = pValues(1 / 6);

// As consistent-hashing-plain does: so many before the event, and the next ones between it and the member's return.
const least = Array.from({ length: moves.length - 2 * connections + 1 }, (_, start) =>
  Math.min(
    half[within(broken, start)] as number,
    sixth[within(collateral, start)] as number,
    half[within(broken, start + connections)] as number,
  ),
);
for (const level of levels) {
  const failing = least.filter((one) => one < Number(level)).length;
  process.stdout.write(
    `${failing} of ${least.length} first ports fail at ${level} (${((100 * failing) / least.length).toFixed(3)} %)\n`,
  );
}
