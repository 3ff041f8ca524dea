import type { Mitigation } from "../mitigation.js";
import { drain } from "./drain.js";
import { resilient } from "./resilient.js";
import { rstSuppression } from "./rst-suppression.js";
import { secondChance } from "./second-chance.js";

/** Every mitigation, in the order of reports. A new one is a file here and a line in this list. */
export const mitigations: readonly Mitigation[] = [resilient, secondChance, rstSuppression, drain];
