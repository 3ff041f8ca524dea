import { installCommand } from "../../netns/tools.js";
import { attempt, findingOf, type KernelFeature, mendKernel, tryFeature } from "../attempt.js";
import type { Finding, Probe } from "../probe.js";

const PAIR = `link add name probe0 type veth peer name probe1
link set probe0 up
link set probe1 up
addr add 198.18.0.1/24 dev probe0
`;
const MEMBERS = `${PAIR}nexthop add id 1 via 198.18.0.2 dev probe0
nexthop add id 2 via 198.18.0.3 dev probe0
`;

const veth: Probe = {
  id: "veth",
  title: "virtual links",
  neededFor: "every lab",
  look: () => tryFeature({ batch: PAIR, module: "veth", config: "CONFIG_VETH" }),
};

const nexthopGroups: Probe = {
  id: "nexthop-groups",
  title: "next-hop groups",
  neededFor: "every lab",
  look: () =>
    tryFeature({
      batch: `${MEMBERS}nexthop add id 3 group 1/2\nroute add 203.0.113.10 nhid 3\n`,
      since: "5.3",
      config: "CONFIG_IP_ROUTE_MULTIPATH",
    }),
};

const resilientGroups: Probe = {
  id: "resilient-groups",
  title: "resilient next-hop groups",
  neededFor: "some scenarios",
  look: () =>
    tryFeature({
      batch: `${MEMBERS}nexthop add id 3 group 1/2 type resilient buckets 64 idle_timer 120\n`,
      since: "5.13",
      config: "CONFIG_IP_ROUTE_MULTIPATH",
    }),
};

const mptcp: Probe = {
  id: "mptcp",
  title: "Multipath TCP",
  neededFor: "some scenarios",
  look: async () => {
    const kernel = await tryFeature({
      batch: "mptcp endpoint add 198.18.0.1 signal\n",
      since: "5.12",
      config: "CONFIG_MPTCP",
    });
    if (kernel.state !== "ok") return kernel;
    const { worked } = await attempt(["mptcpize", "run", "true"], "");
    return worked
      ? kernel
      : {
          state: "missing",
          detail: "mptcpize is not installed",
          mend: installCommand("mptcpize"),
        };
  },
};

const nftables: Probe = {
  id: "nftables",
  title: "nftables: marks by number and by hash",
  neededFor: "some scenarios",
  look: () => {
    const rules = `table inet probe {
  chain spread {
    type filter hook prerouting priority mangle;
    meta mark set numgen inc mod 2 offset 1
    meta mark set jhash ip saddr . tcp sport mod 2 seed 1
    ip daddr 203.0.113.10 drop
  }
}
`;
    return tryRules(rules, {
      module: "nft_numgen",
      config: "CONFIG_NF_TABLES_INET, CONFIG_NFT_NUMGEN, CONFIG_NFT_HASH",
    });
  },
};

const nftSocket: Probe = {
  id: "nft-socket",
  title: "nftables: a packet's socket, copies to a neighbour",
  neededFor: "some scenarios",
  look: () =>
    tryRules(
      `table ip probe {
  chain strays {
    type filter hook prerouting priority mangle;
    socket wildcard 1 dup to 198.18.0.2 device "lo"
  }
}
`,
      {
        module: "nft_socket",
        config: "CONFIG_NFT_SOCKET, CONFIG_NFT_DUP_IPV4, CONFIG_NFT_DUP_IPV6",
      },
    ),
};

async function tryRules(rules: string, feature: KernelFeature): Promise<Finding> {
  return findingOf(await attempt(["nft", "-f", "-"], rules), () => mendKernel(feature));
}

/** What labs ask of the kernel beyond namespaces, each tried. */
export const kernelFeatureProbes: readonly Probe[] = [
  veth,
  nexthopGroups,
  resilientGroups,
  nftables,
  nftSocket,
  mptcp,
];
