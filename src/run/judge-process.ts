import { setPriority } from "node:os";
import { judgeCase, readEvidence } from "../verdict/index.js";
import { failedAnswer, type JudgeAnswer } from "./judge-answer.js";
import type { JudgeTask } from "./judging.js";

// What `Judging` starts. The labs that are still running come first.
setPriority(5);

// Ctrl-C reaches the whole group, and the run still waits for what it captured to be judged: it ends this process itself.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);
process.on("disconnect", () => process.exit());

process.on(
  "message",
  (task: JudgeTask) => void answerTo(task).then((answer) => process.send?.(answer)),
);

async function answerTo({ caseId, runFolder }: JudgeTask): Promise<JudgeAnswer> {
  try {
    const { evidence } = readEvidence(runFolder, caseId);
    return { result: await judgeCase(evidence, runFolder) };
  } catch (thrown) {
    return failedAnswer(thrown);
  }
}
