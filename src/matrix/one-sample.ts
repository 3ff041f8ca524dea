import { type Family, ShiftError } from "../core/index.js";
import type { PlannedCase } from "../run/index.js";
import { ANYCAST, type Scenario, type Traffic } from "../scenario/index.js";

// Bits of fib_multipath_hash_fields that differ from connection to connection of one address.
const PORTS = 0x30;
const FLOW_LABEL = 0x8;
// 2 looks into tunnels, of which a lab has none; IPv6's 0 and 2 hash the flow label as well.
const IPV4_ADDRESSES_ALONE = [0, 2];

/**
 * Refuses a plan whose connections share a client address where addresses alone decide: they go one way together, so that
 * they are one sample however many they are, and neither shares nor intervals say anything of them.
 * @throws ShiftError E_USAGE
 */
export function refuseOneSample({ scenario, family, file }: PlannedCase): void {
  if (!addressesDecide(scenario, family)) return;
  const sharing = scenario.traffic.filter(sharesAddress).map(({ id }) => id);
  if (sharing.length === 0) return;
  throw new ShiftError({
    code: "E_USAGE",
    message: `addresses alone decide in this plan, and the connections of ${sharing.join(", ")} have one client address at each origin: they go one way together, and are one sample`,
    hint: "`kind: held` with `sources: many` gives each connection an address of its own",
    place: { file },
  });
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
    key === "net.ipv4.fib_multipath_hash_policy" &&
    family === 4 &&
    IPV4_ADDRESSES_ALONE.includes(Number(value))
  );
}

function sharesAddress(traffic: Traffic): boolean {
  return traffic.to === ANYCAST && !(traffic.kind === "held" && traffic.sources === "many");
}
