import type { Condition } from "../scenario/index.js";
import type { ActiveCondition, ConditionContext } from "./condition.js";
import { narrowLink } from "./conditions/link-mtu.js";
import { sprayPackets } from "./conditions/packet-spray.js";
import { followWithResilientGroup } from "./conditions/resilient-group.js";
import { setSysctl } from "./conditions/sysctl.js";

export type { ActiveCondition, ConditionContext } from "./condition.js";

/** Puts one condition of a scenario in force; its undoing is in the scope. */
export function applyCondition(
  condition: Condition,
  context: ConditionContext,
): Promise<ActiveCondition> {
  switch (condition.kind) {
    case "packet-spray":
      return sprayPackets(condition, context);
    case "resilient-group":
      return followWithResilientGroup(condition, context);
    case "mtu":
      return narrowLink(condition, context);
    case "sysctl":
      return setSysctl(condition, context);
  }
}
