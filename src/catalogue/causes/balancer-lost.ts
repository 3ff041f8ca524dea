import type { Cause } from "../cause.js";
import { HOP, JUDGED, TIER, usualPlan } from "../cell.js";

/**
 * One of two balancers in front of the devices is lost. Half of the connections came by it, and the other balancer
 * knows nothing of its choices: where it hashes for itself, one of N keeps its device by chance.
 */
export const balancerLost: Cause = {
  id: "balancer-lost",
  name: "one of two balancers lost",
  kind: "balancer-lost",
  about:
    "A tier of two balancers stands before the devices, and each hashes with a seed of its own. When one of them is lost, its connections come by the other one and are spread anew, although every device is healthy.",
  source: "Eisenbud et al., Maglev (NSDI 2016), section 3.4; RFC 2992 section 3",
  needs: { members: [2, 8] },
  exposes: "every connection that came by the lost balancer, all of them collateral",
  signature: "[S] [S.] [.] [P.] … <[R]: no ACK flag, seq = the origin's last ack, another TTL",
  lookAlike: "a lost device: its own connections break, never those of all devices alike",
  plan: (cell) => ({
    ...usualPlan(cell),
    topology: { name: TIER.topology, with: { devices: cell.members } },
    choosers: TIER.balancers,
    timeline: [
      { do: "link-down", link: [HOP, TIER.balancers[0]], after: "100ms" },
      { do: "probe", traffic: JUDGED, after: "100ms" },
    ],
  }),
  theory: ({ members }) => ({ own: 0, collateral: (1 / 2) * (1 - 1 / members), stalled: 0 }),
};
