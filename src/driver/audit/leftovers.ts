import { inTime, ShiftError } from "../../core/index.js";
import { type Audit, takeAudit } from "./audit.js";
import { compareStates } from "./compare.js";

const PASSING_MS = 3_000;

/**
 * What a run left behind or changed since an audit, in words. What another run is just making can look like a leftover
 * for a moment, such as a link that containerlab has not moved into its node yet: only what stays is one.
 * @throws ShiftError E_CLEANUP when it cannot be told: something said what there is at one look only, before the run or
 * after it. What says nothing at both, as a program does for which the kernel lacks a part, was of no use to the run either.
 */
export async function leftoversSince(before: Audit, runId: string): Promise<string[]> {
  let stays: string[] | undefined;
  let untold: string[] = [];
  const look = async () => {
    const audit = await takeAudit();
    untold = answeredOnce(before, audit);
    if (untold.length > 0) return false;
    const now = compareStates(before.state, audit.state, runId);
    stays = stays?.filter((difference) => now.includes(difference)) ?? now;
    return stays.length === 0;
  };
  await inTime("leftovers to pass", look, { deadlineMs: PASSING_MS });
  if (untold.length > 0) {
    throw new ShiftError({
      code: "E_CLEANUP",
      message: `what was left cannot be told: ${untold.join("; ")}`,
      hint: "look at these by hand, and run `anycast-shift clean`",
    });
  }
  return stays ?? [];
}

function answeredOnce(before: Audit, after: Audit): string[] {
  const reasons = (one: Audit, other: Audit, when: string) =>
    [...one.unanswered]
      .filter(([who]) => !other.unanswered.has(who))
      .map(([who, why]) => `${who} gave no answer ${when}: ${why}`);
  return [...reasons(before, after, "before the run"), ...reasons(after, before, "after the run")];
}
