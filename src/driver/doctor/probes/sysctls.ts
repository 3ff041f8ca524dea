import { HASH_SEED } from "../../../topology/index.js";
import { attempt, findingOf, mendKernel } from "../attempt.js";
import type { Finding, Probe } from "../probe.js";

/** Sets sysctls in a throw-away network namespace. */
async function trySysctls(values: readonly string[], mend: string): Promise<Finding> {
  const { worked, said } = await attempt(["sysctl", "-q", "-w", ...values]);
  return findingOf({ worked, said: said.replace(/^sysctl: /, "") }, () => mend);
}

const writable: Probe = {
  id: "sysctls",
  title: "network settings can be changed",
  neededFor: "netns",
  look: () => trySysctls(["net.ipv4.ip_forward=1"], "mount -o remount,rw /proc/sys"),
};

const hashPolicy: Probe = {
  id: "hash-policy",
  title: "ECMP hash over chosen fields (policy 3)",
  neededFor: "every lab",
  look: () =>
    trySysctls(
      ["ipv4", "ipv6"].flatMap((family) => [
        `net.${family}.fib_multipath_hash_policy=3`,
        `net.${family}.fib_multipath_hash_fields=0x37`,
      ]),
      mendKernel({ since: "5.14", config: "CONFIG_IP_ROUTE_MULTIPATH" }),
    ),
};

const hashSeed: Probe = {
  id: "hash-seed",
  title: "own ECMP hash seed for each router",
  neededFor: "some scenarios",
  look: () =>
    trySysctls(
      [`${HASH_SEED}=1`],
      mendKernel({ since: "6.11", config: "CONFIG_IP_ROUTE_MULTIPATH" }),
    ),
};

/** Sysctls that nodes need, each tried. */
export const sysctlProbes: readonly Probe[] = [writable, hashPolicy, hashSeed];
