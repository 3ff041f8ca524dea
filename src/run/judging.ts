import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { ShiftError, shellWord } from "../core/index.js";
import type { CaseResult } from "../verdict/index.js";
import { type JudgeAnswer, resultIn } from "./judge-answer.js";

/** A case to be judged, from what its run folder has of it. */
export interface JudgeTask {
  caseId: string;
  runFolder: string;
}

// Judging takes seconds, on a busy machine minutes. So long takes one that hangs, such as on a file system that is gone.
const DEADLINE_MS = 600_000;
const PROGRAM = fileURLToPath(new URL("./judge-process.js", import.meta.url));

/**
 * Judges cases one after the other, in a process of its own. Reading captures takes seconds of computing and hundreds of
 * megabytes: in the process that conducts, an event of another case would come after the transfers that it should have
 * met, for it waits for the computing, or in a thread for each fork(2), which copies the page tables of all that memory
 * and halts whoever allocates meanwhile.
 */
export class Judging implements AsyncDisposable {
  readonly #runId: string;
  readonly #deadlineMs: number;
  #process: ChildProcess | undefined;
  #last: Promise<unknown> = Promise.resolve();

  /** @param deadlineMs for one case, from when its turn comes */
  constructor(runId: string, deadlineMs = DEADLINE_MS) {
    this.#runId = runId;
    this.#deadlineMs = deadlineMs;
  }

  /**
   * The result of `judgeCase`, of the evidence as it stands in the run folder.
   * @throws ShiftError E_JUDGE when the process ended before its answer, or has none in time; the next case is judged by a
   * new one
   */
  judge(task: JudgeTask): Promise<CaseResult> {
    const result = this.#last.then(() => this.#ask(task));
    this.#last = result.catch(() => undefined);
    return result;
  }

  #ask(task: JudgeTask): Promise<CaseResult> {
    this.#process ??= this.#start();
    const judge = this.#process;
    return new Promise((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer);
        judge.off("exit", onExit).off("error", onError).off("message", onAnswer);
      };
      const fail = (what: string, hint = "") => {
        stop();
        reject(
          new ShiftError({
            code: "E_JUDGE",
            message: `the process that judges ${task.caseId} ${what}`,
            hint: `${hint}\`anycast-shift judge ${shellWord(task.runFolder)}\` judges it again, from what the run recorded`,
          }),
        );
      };
      const onExit = (status: number | null, signal: string | null) =>
        fail(
          `ended with ${signal ?? status}`,
          "if memory ran out, `dmesg` says so: try fewer connections. ",
        );
      const onError = ({ message }: Error) => fail(`could not be started: ${message}`);
      const onAnswer = (answer: JudgeAnswer) => {
        stop();
        try {
          resolve(resultIn(answer));
        } catch (thrown) {
          reject(thrown);
        }
      };
      const timer = setTimeout(() => {
        // Not waited for: what hangs in the kernel may live on for a while.
        this.#process = undefined;
        judge.kill("SIGKILL");
        fail(`has not answered within ${this.#deadlineMs} ms`);
      }, this.#deadlineMs);
      judge.once("exit", onExit).once("error", onError).once("message", onAnswer);
      // Where it cannot be sent, the end of the process says so.
      judge.send(task, () => undefined);
    });
  }

  #start(): ChildProcess {
    const judge = fork(PROGRAM, {
      serialization: "advanced",
      // Marked as this run's, so that `clean` finds it should the run be killed.
      env: { ...process.env, ANYCAST_SHIFT_RUN: this.#runId },
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    const forget = () => {
      if (this.#process === judge) this.#process = undefined;
    };
    // One that could not be started has an error and no end.
    judge.once("exit", forget).once("error", forget);
    return judge;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const judge = this.#process;
    if (!judge) return;
    const ended = once(judge, "exit");
    judge.kill("SIGKILL");
    await ended;
  }
}
