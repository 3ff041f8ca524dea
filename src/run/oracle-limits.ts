import type { HopChoice } from "../catalogue/index.js";
import type { Family } from "../core/index.js";
import { type RunningLab, readSysctl } from "../driver/index.js";
import { anycastMembers, nodesOf } from "../topology/index.js";

// Policy 1 takes the sending socket's own hash, which a veth pair carries along and `ip route get` cannot know.
const ASKABLE_POLICIES = new Set(["0", "3"]);

/** Why the routers cannot be asked which device a connection reaches, in one sentence; undefined where they can. */
export async function whyNotForetold(
  running: RunningLab,
  family: Family,
  choices: readonly HopChoice[],
): Promise<string | undefined> {
  const { lab } = running.spec;
  for (const choice of choices) {
    if ("unpredictable" in choice) return `${choice.node} ${choice.unpredictable}`;
  }
  const chooses = nodesOf(lab, "origin").find(({ interfaces }) => interfaces.length > 1);
  if (chooses) return `${chooses.name} itself chooses among its links`;
  const hashing = lab.nodes.filter(
    ({ name }) =>
      anycastMembers(lab, name).length > 1 && !choices.some(({ node }) => node === name),
  );
  if (family === 6 && hashing[0])
    return `${hashing[0].name} hashes IPv6 packets otherwise than ip route get does`;
  for (const { name } of hashing) {
    const policy = await readSysctl(running.node(name), "net.ipv4.fib_multipath_hash_policy");
    if (!ASKABLE_POLICIES.has(policy))
      return `${name} has hash policy ${policy}, of which ip route get knows nothing`;
  }
  return undefined;
}
