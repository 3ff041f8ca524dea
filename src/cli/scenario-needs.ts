import { findMitigation } from "../catalogue/index.js";
import type { ProbeId } from "../driver/index.js";
import type { Condition, Scenario, Step } from "../scenario/index.js";
import { HASH_SEED } from "../topology/index.js";

/** The probes of a host that a scenario needs beyond what every lab needs. */
export function needsOf({ conditions, timeline, mitigation }: Scenario): ProbeId[] {
  return [
    ...new Set([
      ...conditions.flatMap(needOfCondition),
      ...timeline.flatMap(needOfStep),
      ...needsOfMitigation(mitigation),
    ]),
  ];
}

function needsOfMitigation(mitigation: Scenario["mitigation"]): readonly ProbeId[] {
  if (typeof mitigation === "string") return findMitigation(mitigation).needs.probes ?? [];
  const rules = Object.values(mitigation?.at ?? {}).some(({ nft }) => nft !== undefined);
  return rules ? ["nftables"] : [];
}

function needOfCondition(condition: Condition): ProbeId[] {
  switch (condition.kind) {
    case "packet-spray":
    case "rst-suppression":
    case "balance":
      return ["nftables"];
    case "mptcp":
      return ["mptcp"];
    case "second-chance":
      return ["nft-socket"];
    case "resilient-group":
      return ["resilient-groups"];
    case "sysctl":
      return condition.key === HASH_SEED ? ["hash-seed"] : [];
    case "mtu":
      return [];
  }
}

function needOfStep(step: Step): ProbeId[] {
  if (step.do === "reseed") return ["hash-seed"];
  return ["drop", "reject", "silence", "ttl"].includes(step.do) ? ["nftables"] : [];
}
