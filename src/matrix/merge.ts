import { isDeepStrictEqual } from "node:util";
import { ShiftError } from "../core/index.js";
import type { MatrixCell, MatrixDocument } from "./document.js";
import { judgeCells, type MeasuredCell } from "./judge.js";
import { inOrder } from "./order.js";

/** A shard's document and where it was read. */
export interface ShardFile {
  file: string;
  document: MatrixDocument;
}

/**
 * The shards of one matrix as one document, all cells judged together anew.
 * @throws ShiftError E_USAGE for shards of different matrices, programs, kernels or drivers, or when one is missing.
 */
export function mergeShards(shards: readonly [ShardFile, ...ShardFile[]]): MatrixDocument {
  const [first] = shards;
  for (const shard of shards) checkAlike(first, shard);
  checkWhole(shards);
  const documents = shards.map(({ document }) => document);
  const cells = documents.flatMap((document) => document.cells);
  return {
    ...first.document,
    command: `anycast-shift matrix merge ${shards.map(({ file }) => file).join(" ")}`,
    startedAt: documents
      .map(({ startedAt }) => startedAt)
      .reduce((earliest, other) => (other < earliest ? other : earliest)),
    seconds: documents.reduce((sum, { seconds }) => sum + seconds, 0),
    shard: { index: 1, of: 1 },
    controls: documents.flatMap(({ controls }) => controls),
    cells: judgeCells(inOrder(cells, first.document.inputs).map(unjudged)),
    errors: documents.flatMap(({ errors }) => errors),
  };
}

function checkAlike({ file, document }: ShardFile, other: ShardFile): void {
  const differ = (what: string, mine: unknown, theirs: unknown) => {
    if (isDeepStrictEqual(mine, theirs)) return;
    throw new ShiftError({
      code: "E_USAGE",
      message: `${file} and ${other.file} differ in their ${what}: ${text(mine)} and ${text(theirs)}`,
      hint: "shards are parts of one matrix only when everything but --shard is the same",
    });
  };
  differ("program", document.program, other.document.program);
  differ("kernel", document.host.kernel, other.document.host.kernel);
  differ("driver", document.driver, other.document.driver);
  differ("inputs", document.inputs, other.document.inputs);
  differ("number of shards", document.shard.of, other.document.shard.of);
}

function checkWhole(shards: readonly ShardFile[]): void {
  const of = shards[0]?.document.shard.of ?? 0;
  const indexes = shards.map(({ document }) => document.shard.index);
  const missing = Array.from({ length: of }, (_, index) => index + 1).filter(
    (index) => !indexes.includes(index),
  );
  if (missing.length === 0 && indexes.length === of) return;
  throw new ShiftError({
    code: "E_USAGE",
    message:
      missing.length > 0
        ? `missing of ${of} shards: ${missing.join(", ")}`
        : `a shard is given twice: ${indexes.join(", ")} of ${of}`,
  });
}

/** A cell as it was before it was judged. */
export function unjudged(cell: MatrixCell): MeasuredCell {
  const { interval: _, p: __, verdict, reasons, ...measured } = cell;
  return verdict === "not applicable" || verdict === "not possible"
    ? { ...measured, not: { verdict, why: reasons.join("; ") } }
    : measured;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
