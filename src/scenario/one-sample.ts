import type { Family } from "../core/index.js";
import { ANYCAST } from "./references.js";
import type { Scenario } from "./schema.js";
import type { Traffic } from "./traffic-schema.js";

// Bits of fib_multipath_hash_fields that differ from connection to connection of one address.
const PORTS = 0x30;
const FLOW_LABEL = 0x8;
// 0 is the kernel's; 2 looks into tunnels, of which a lab has none.
const ADDRESS_POLICIES = [0, 2];

/**
 * Ids of the traffic whose connections share a client address where addresses alone decide: they go one way together, so
 * that they are one sample however many they are, and neither shares nor intervals say anything of them.
 */
export function oneSampleTraffic(scenario: Scenario, family: Family): string[] {
  if (!addressesDecide(scenario, family)) return [];
  return scenario.traffic.filter(sharesAddress).map(({ id }) => id);
}

function addressesDecide({ conditions, mitigation }: Scenario, family: Family): boolean {
  const own = typeof mitigation === "object" ? Object.values(mitigation.at) : [];
  return (
    conditions.some(
      (condition) =>
        (condition.kind === "balance" && !condition.fields.includes("source-port")) ||
        (condition.kind === "sysctl" && hashesAddresses(condition.key, condition.value, family)),
    ) ||
    own.some(({ sysctls }) =>
      Object.entries(sysctls).some(([key, value]) => hashesAddresses(key, value, family)),
    )
  );
}

function hashesAddresses(key: string, value: number | string, family: Family): boolean {
  if (key === `net.ipv${family}.fib_multipath_hash_fields`)
    return (Number(value) & (PORTS | FLOW_LABEL)) === 0;
  return (
    key === "net.ipv4.fib_multipath_hash_policy" && family === 4 && looksAtAddresses(Number(value))
  );
}

/** Whether a policy of multipath hashing looks at no ports: in IPv4 at addresses alone, in IPv6 at the flow label as well. */
export function looksAtAddresses(policy: number): boolean {
  return ADDRESS_POLICIES.includes(policy);
}

/** Whether all connections of an origin come from one address. */
export function sharesAddress(traffic: Traffic): boolean {
  return traffic.to === ANYCAST && !(traffic.kind === "held" && traffic.sources === "many");
}
