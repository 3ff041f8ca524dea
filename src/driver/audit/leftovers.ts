import { inTime } from "../../core/index.js";
import { type Audit, takeAudit } from "./audit.js";
import { compareAudits } from "./compare.js";

const PASSING_MS = 3_000;

/**
 * What a run left behind or changed since an audit, in words. What another run is just making can look like a leftover
 * for a moment, such as a link that containerlab has not moved into its node yet: only what stays is one.
 * @throws what kept the host from being looked at
 */
export async function leftoversSince(before: Audit, runId: string): Promise<string[]> {
  let stays: string[] | undefined;
  const look = async () => {
    const now = compareAudits(before, await takeAudit(), runId);
    stays = stays?.filter((difference) => now.includes(difference)) ?? now;
    return stays.length === 0;
  };
  await inTime("leftovers to pass", look, { deadlineMs: PASSING_MS });
  return stays ?? [];
}
