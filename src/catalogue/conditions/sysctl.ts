import { setSysctl } from "../../driver/index.js";
import type { Condition } from "../../scenario/index.js";
import type { ActiveCondition, ConditionContext } from "../condition.js";

/** A node runs with another value of a network sysctl for the time of the case. */
export async function runWithSysctl(
  { node, key, value }: Extract<Condition, { kind: "sysctl" }>,
  { running, scope }: ConditionContext,
): Promise<ActiveCondition> {
  await setSysctl(running.node(node), scope, key, value);
  return {};
}
