import {
  looksAtAddresses,
  oneSampleTraffic,
  type Scenario,
  sharesAddress,
} from "../scenario/index.js";
import type { CaseEvidence } from "./evidence.js";

/** Whether the connections of a traffic go one way together, those of each origin, so that chance is no measure of them. */
export function isOneSample({ scenario, family, captures }: CaseEvidence, id: string): boolean {
  if (oneSampleTraffic(scenario, family).includes(id)) return true;
  const traffic = scenario.traffic.find((one) => one.id === id);
  if (traffic === undefined || !sharesAddress(traffic)) return false;
  // The capture of an origin with several links, which chooses among them itself, names the nodes at all of them.
  const choosing = captures.filter(({ point, peer }) => point === "origin" && peer.includes("+"));
  return choosing.some(
    ({ node }) => (traffic.from?.includes(node) ?? true) && !hashesPorts(scenario, node),
  );
}

// The kernel's own policy does not. What a mitigation or command of one's own sets is not known.
function hashesPorts({ conditions, mitigation, timeline }: Scenario, node: string): boolean {
  return (
    typeof mitigation === "object" ||
    timeline.some((step) => step.do === "command" && step.node === node) ||
    conditions.some(
      (one) =>
        one.kind === "sysctl" &&
        one.node === node &&
        one.key.endsWith(".fib_multipath_hash_policy") &&
        !looksAtAddresses(Number(one.value)),
    )
  );
}
