import { judgeCase } from "../verdict/index.js";
import type { JudgeTask } from "./judging.js";

/** What the thread of `Judging` does. */
export default ({ evidence, runFolder }: JudgeTask) => judgeCase(evidence, runFolder);
