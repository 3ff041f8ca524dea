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

const PROGRAM = fileURLToPath(new URL("./judge-process.js", import.meta.url));

/**
 * Judges cases one after the other, in a process of its own. Reading captures takes seconds of computing and hundreds of
 * megabytes: in the process that conducts, an event of another case would come after the transfers that it should have
 * met, for it waits for the computing, or in a thread for each fork(2), which copies the page tables of all that memory
 * and halts whoever allocates meanwhile.
 */
export class Judging implements AsyncDisposable {
  readonly #runId: string;
  #process: ChildProcess | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(runId: string) {
    this.#runId = runId;
  }

  /**
   * The result of `judgeCase`, of the evidence as it stands in the run folder.
   * @throws ShiftError E_JUDGE when the process ended before its answer; the next case is judged by a new one
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
      const fail = (what: string) =>
        reject(
          new ShiftError({
            code: "E_JUDGE",
            message: `the process that judges ${task.caseId} ${what}`,
            hint: `if memory ran out, \`dmesg\` says so: try fewer connections. \`anycast-shift judge ${shellWord(task.runFolder)}\` judges it again, from what the run recorded`,
          }),
        );
      const onExit = (status: number | null, signal: string | null) =>
        fail(`ended with ${signal ?? status}`);
      const onError = ({ message }: Error) => fail(`could not be started: ${message}`);
      judge.once("exit", onExit).once("error", onError);
      judge.once("message", (answer: JudgeAnswer) => {
        judge.off("exit", onExit).off("error", onError);
        try {
          resolve(resultIn(answer));
        } catch (thrown) {
          reject(thrown);
        }
      });
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
