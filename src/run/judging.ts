import { Piscina } from "piscina";
import type { CaseEvidence, CaseResult } from "../verdict/index.js";

/** A case to be judged: both parts are plain data, so that they can cross to another thread. */
export interface JudgeTask {
  evidence: CaseEvidence;
  runFolder: string;
}

/**
 * Judges cases in a thread of its own. Reading captures takes seconds of computing, and in the thread that conducts, an
 * event of another case would wait for it and come after the transfers that it should have met.
 */
export class Judging implements AsyncDisposable {
  readonly #pool = new Piscina<JudgeTask, CaseResult>({
    filename: new URL("./judge-thread.js", import.meta.url).href,
    minThreads: 0,
    maxThreads: 1,
    // The labs that are still running come first.
    niceIncrement: 5,
  });

  /** The result of `judgeCase`. */
  judge(task: JudgeTask): Promise<CaseResult> {
    return this.#pool.run(task);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool.destroy();
  }
}
