import { ShiftError, type ShiftErrorInit } from "../core/index.js";
import type { CaseResult } from "../verdict/index.js";

/**
 * What the judging process sends back. Of an error of ours only what it is made of: it would come as a plain Error, without
 * its code and hint.
 */
export type JudgeAnswer = { result: CaseResult } | { refusal: ShiftErrorInit } | { error: unknown };

/** The answer when judging threw. */
export function failedAnswer(thrown: unknown): JudgeAnswer {
  if (!(thrown instanceof ShiftError)) return { error: thrown };
  const { code, message, hint, place } = thrown;
  return { refusal: { code, message, ...(hint && { hint }), ...(place && { place }) } };
}

/** The result in an answer. @throws what judging threw */
export function resultIn(answer: JudgeAnswer): CaseResult {
  if ("result" in answer) return answer.result;
  throw "refusal" in answer ? new ShiftError(answer.refusal) : answer.error;
}
