import type { ProgressListener } from "../core/index.js";
import {
  conduct,
  type FinishedRun,
  makeRunFolder,
  pointLatest,
  type RunOptions,
} from "../run/index.js";
import type { CellFolders } from "./cell-file.js";
import { cellRun } from "./cell-run.js";
import { CellStore } from "./cell-store.js";
import type { MatrixDocument } from "./document.js";
import { type MatrixFacts, matrixDocument } from "./make-document.js";
import type { MatrixRequest } from "./plan.js";
import type { Shard } from "./shard.js";
import { type Task, tasksOf } from "./tasks.js";
import { type HostLacks, workOf } from "./work.js";

/** What to run of a matrix, and where. */
export interface MatrixOptions
  extends Pick<RunOptions, "results" | "runId" | "driver" | "image" | "workers" | "signal"> {
  request: MatrixRequest;
  shard: Shard;
  /** Runs every cell anew, whatever is known of it. */
  fresh: boolean;
  folders: CellFolders;
  lacks: HostLacks;
  facts: Pick<MatrixFacts, "program" | "command" | "host">;
  listener: ProgressListener;
  onCell: (progress: CellProgress) => void;
}

/** What is told when a cell has ended. */
export interface CellProgress {
  id: string;
  /** How it fared, in a few words. */
  text: string;
  done: number;
  of: number;
  secondsLeft: number;
}

/** A matrix that has ended, and the folder of its run. */
export interface FinishedMatrix extends Pick<FinishedRun, "folder" | "amend"> {
  document: MatrixDocument;
}

/** Runs the cells that are not known yet, and writes nothing but the run folder and what is kept of each cell. */
export async function runMatrix(options: MatrixOptions): Promise<FinishedMatrix> {
  const start = new Date();
  const startMs = performance.now();
  const { request, shard, folders, facts, driver } = options;
  const { cells, skipped } = workOf(request, shard, folders, options.lacks);
  const store = new CellStore(folders.cells);
  const identity = { program: facts.program, kernel: facts.host.kernel, driver: driver.name };
  const tasks = tasksOf(cells, request.repeat, folders, identity);
  const known = (task: Task) => store.get(task.key);
  const pending = options.fresh ? tasks : tasks.filter((task) => !known(task));
  const left = new Map(pending.map((task) => [task.planned.id, task]));
  const run = pending.length > 0 ? await runPending(left, store, options) : undefined;
  const folder = run?.folder ?? folderOfKnown(options, start);
  const document = matrixDocument({
    ...facts,
    host: run?.document.host ?? facts.host,
    driver: driver.name,
    startedAt: start.toISOString(),
    seconds: (performance.now() - startMs) / 1000,
    request,
    shard,
    skipped,
    // What an earlier matrix knows of a cell that was to run anew, and did not, is no result of this one.
    done: tasks.map((task) => ({ task, run: left.has(task.planned.id) ? undefined : known(task) })),
    errors: (run?.document.errors ?? []).map(({ code, message }) => ({ code, message })),
  });
  return {
    document,
    folder,
    amend(error) {
      document.errors.push({ code: error.code, message: error.message });
      run?.amend(error);
    },
  };
}

/** The run folder of a matrix whose cells are all known. */
function folderOfKnown({ results, listener }: MatrixOptions, start: Date): string {
  const folder = makeRunFolder(results, "matrix", start);
  const astray = pointLatest(folder);
  if (astray) listener({ kind: "note", text: astray });
  return folder;
}

/** @param left the tasks to run, by the ids of their cases; those that come to a result are taken out */
async function runPending(
  left: Map<string, Task>,
  store: CellStore,
  options: MatrixOptions,
): Promise<FinishedRun> {
  const start = performance.now();
  const pending = [...left.values()];
  const total = costOf(pending);
  let folder = "";
  return conduct({
    ...options,
    name: "matrix",
    command: options.facts.command,
    cases: pending.map(({ planned }) => planned),
    listener: (event) => {
      if (event.kind === "run-start") folder = event.folder;
      options.listener(event);
    },
    onResult: (planned, result) => {
      const task = left.get(planned.id);
      // An interruption cuts a case short: what it shows then is no result.
      if (!task || options.signal.aborted) return;
      store.put(task.key, cellRun(result, planned.scenario, folder));
      left.delete(planned.id);
      const leftCost = costOf([...left.values()]);
      const perCost = (performance.now() - start) / 1000 / (total - leftCost);
      options.onCell({
        id: planned.id,
        text: `${result.verdict} in ${(result.durationMs / 1000).toFixed(1)} s`,
        done: pending.length - left.size,
        of: pending.length,
        secondsLeft: leftCost * perCost,
      });
    },
  });
}

function costOf(tasks: readonly Task[]): number {
  return tasks.reduce((sum, { cost }) => sum + cost, 0);
}
