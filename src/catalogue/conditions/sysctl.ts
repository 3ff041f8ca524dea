import type { Condition } from "../../scenario/index.js";
import type { ActiveCondition, ConditionContext } from "../condition.js";

/** Sets one network sysctl of a node for the time of the case. */
export async function setSysctl(
  { node, key, value }: Extract<Condition, { kind: "sysctl" }>,
  { running, scope }: ConditionContext,
): Promise<ActiveCondition> {
  const shell = running.node(node);
  // The host's view of /proc/sys, because it is read-only in a container; `inside: net` still means this node's network.
  const sysctl = (...args: string[]) => shell.exec(["sysctl", ...args], { inside: "net" });
  const before = (await sysctl("-n", key)).trim();
  scope.defer(
    `sysctl ${key} at ${node}`,
    async () => void (await sysctl("-q", "-w", `${key}=${before}`)),
  );
  await sysctl("-q", "-w", `${key}=${value}`);
  return {};
}
