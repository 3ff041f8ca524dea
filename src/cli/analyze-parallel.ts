import { setImmediate } from "node:timers/promises";
import {
  type AnalysisEnd,
  analyzeStream,
  type HeldConnections,
  type SummaryCollector,
  WorstConnections,
} from "../analysis/index.js";
import { Helper, PIECES_AHEAD, type Piece } from "./analyze-helper.js";
import { InOrder } from "./analyze-in-order.js";
import { type AnalyzeJob, JobTally } from "./analyze-job.js";
import type { Portion, Told } from "./analyze-messages.js";
import type { RecordWriter } from "./analyze-output.js";
import { PortionTeller } from "./analyze-portions.js";

/** Connections that are told at once: few enough for all threads to end at about the same time. */
const PORTION = 1024;

/** What is left of a job when its records have been told. */
export interface JobResult {
  end: AnalysisEnd;
  summary: SummaryCollector;
  worst: WorstConnections;
}

/**
 * Does a job. This thread reads the capture; meanwhile others start, if there are to be several, and then all of them make
 * the records in the memory that they share. What is printed is the same for any number of them, and no more is made than
 * the reader of the output takes.
 */
export async function doJob(
  job: AnalyzeJob,
  threads: number,
  writer: RecordWriter | undefined,
): Promise<JobResult> {
  const separator = writer?.separator ?? "";
  const crew = Array.from({ length: threads - 1 }, () => new Helper({ job, separator }));
  try {
    const early = new JobTally(job, (json) => writer?.record(json));
    const told: Told[] = [];
    const tellHeld = async (held: HeldConnections) => {
      const teller = new PortionTeller(job, held, separator);
      const pieces = new InOrder<Piece>(({ json, written }) => {
        if (json.length > 0 && writer !== undefined) writer.piece(json, written);
        else written();
      });
      const portions = portionsOf(held);
      const add = (index: number, piece: Piece) => pieces.add(index, piece);
      const others = crew.map((helper) => helper.tell(held, portions, add));
      told.push(...(await Promise.all([tellHere(teller, portions, add), ...others])));
    };
    const ready = async () => writer?.written();
    const options = { ...job.options, keepPackets: job.packets, tellHeld, ready };
    const end = await analyzeStream(job.files, options, (one, file) => early.add(one, file));
    return combine(job, end, early, told);
  } finally {
    await Promise.all(crew.map((helper) => helper.dismiss()));
  }
}

function* portionsOf({ ids }: HeldConnections): Generator<Portion, undefined> {
  for (let index = 0; index * PORTION < ids.length; index++) {
    yield { index, from: index * PORTION, to: (index + 1) * PORTION };
  }
}

/** Tells portions in this thread; it waits while too many of its pieces are not written. */
async function tellHere(
  teller: PortionTeller,
  portions: Iterable<Portion>,
  add: (index: number, piece: Piece) => void,
): Promise<Told> {
  const free: ArrayBuffer[] = [];
  let waiting = 0;
  let wake = () => {};
  for (const portion of portions) {
    const json = teller.tell(portion, free.pop());
    const written = () => {
      waiting--;
      free.push(json.buffer);
      wake();
    };
    waiting++;
    add(portion.index, { json, written });
    // What the others have told can be printed now.
    await setImmediate();
    while (waiting >= PIECES_AHEAD) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
  return teller.told();
}

function combine(
  job: AnalyzeJob,
  end: AnalysisEnd,
  { summary, worst: early }: JobTally,
  told: readonly Told[],
): JobResult {
  for (const { counts } of told) summary.merge(counts);
  const found = [...early.list, ...told.flatMap(({ worst }) => worst)];
  const worst = new WorstConnections(job.worst);
  for (const one of found.sort((a, b) => a.order - b.order)) worst.add(one, one.file);
  return { end, summary, worst };
}
