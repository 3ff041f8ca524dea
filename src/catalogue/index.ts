import type { Condition } from "../scenario/index.js";
import type { ActiveCondition, ConditionContext } from "./condition.js";
import { balance } from "./conditions/balance.js";
import { narrowLink } from "./conditions/link-mtu.js";
import { offerUnicastSubflows } from "./conditions/mptcp.js";
import { sprayPackets } from "./conditions/packet-spray.js";
import { followWithResilientGroup } from "./conditions/resilient-group.js";
import { suppressResets } from "./conditions/rst-suppression.js";
import { giveSecondChance } from "./conditions/second-chance.js";
import { runWithSysctl } from "./conditions/sysctl.js";

export { demandsOf, usualFamily, whyNot } from "./applies.js";
export type { Cause, CauseKind } from "./cause.js";
export { causes } from "./causes/index.js";
export { type Cell, type CellPlan, JUDGED, type Needs } from "./cell.js";
export { cellScenario, cellTheory } from "./cell-scenario.js";
export type { ActiveCondition, ConditionContext } from "./condition.js";
export { findCause, findMitigation } from "./find.js";
export type { Flow, HopChoice } from "./hop-choice.js";
export type { Mitigation } from "./mitigation.js";
export { mitigations } from "./mitigations/index.js";
export { applyOwnMitigation } from "./own-mitigation.js";

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
    case "balance":
      return balance(condition, context);
    case "mtu":
      return narrowLink(condition, context);
    case "sysctl":
      return runWithSysctl(condition, context);
    case "second-chance":
      return giveSecondChance(context);
    case "mptcp":
      return offerUnicastSubflows(context);
    case "rst-suppression":
      return suppressResets(context);
  }
}
