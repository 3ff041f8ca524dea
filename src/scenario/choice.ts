import type { Condition, ConditionInput } from "./condition-schema.js";

/** Kinds of conditions by which a hop chooses among its members, in place of the kernel's own next-hop group. */
export const CHOOSERS = ["packet-spray", "resilient-group", "balance"] as const;

export type ChooserKind = (typeof CHOOSERS)[number];

/** Whether a condition is one of them. */
export function isChooser<T extends { kind: string }>(
  condition: T,
): condition is Extract<T, { kind: ChooserKind }> {
  return CHOOSERS.some((kind) => kind === condition.kind);
}

/** Whether a condition changes what the kernel hashes to choose a next hop. */
export function setsHash(condition: Condition | ConditionInput): boolean {
  return condition.kind === "sysctl" && condition.key.includes(".fib_multipath_hash_");
}

/** Whether a condition decides how a hop chooses among its members. */
export function choosesAt(hop: string, condition: ConditionInput): boolean {
  if (!("node" in condition) || condition.node !== hop) return false;
  return isChooser(condition) || setsHash(condition);
}
