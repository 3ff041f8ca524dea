import type { Mitigation } from "../mitigation.js";
import { clientRetry } from "./client-retry.js";
import { connmark } from "./connmark.js";
import { drain } from "./drain.js";
import { l3Hash } from "./l3-hash.js";
import { l4Tier } from "./l4-tier.js";
import { maglev } from "./maglev.js";
import { mptcp } from "./mptcp.js";
import { resilient } from "./resilient.js";
import { rstSuppression } from "./rst-suppression.js";
import { secondChance } from "./second-chance.js";
import { stableFields } from "./stable-fields.js";

/** Every mitigation, in the order of reports. A new one is a file here, a line in this list, and its id in scenario/mitigation-schema.ts. */
export const mitigations: readonly Mitigation[] = [
  l3Hash,
  stableFields,
  resilient,
  maglev,
  connmark,
  l4Tier,
  secondChance,
  rstSuppression,
  mptcp,
  drain,
  clientRetry,
];
