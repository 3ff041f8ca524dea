import { ShiftError } from "../core/index.js";
import type { PlannedCase } from "../run/index.js";
import { oneSampleTraffic } from "../scenario/index.js";

/**
 * Refuses a plan whose connections are one sample: neither shares nor intervals say anything of them.
 * @throws ShiftError E_USAGE
 */
export function refuseOneSample({ scenario, family, file }: PlannedCase): void {
  const sharing = oneSampleTraffic(scenario, family);
  if (sharing.length === 0) return;
  throw new ShiftError({
    code: "E_USAGE",
    message: `addresses alone decide in this plan, and the connections of ${sharing.join(", ")} have one client address at each origin: they go one way together, and are one sample`,
    hint: "`kind: held` with `sources: many` gives each connection an address of its own",
    place: { file },
  });
}
