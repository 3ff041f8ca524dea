import type { Mitigation } from "../mitigation.js";
import { UNHARMED } from "../theory.js";

/** A second way to the same device: the anycast route may move, the connection goes on by the unicast address. */
export const mptcp: Mitigation = {
  id: "mptcp",
  name: "MPTCP with a unicast address",
  about:
    "Client and server speak Multipath TCP. The device announces its own unicast address and forbids more subflows to the anycast one, so that each connection gets a subflow that no anycast route decides.",
  source: "RFC 8684 sections 3.1 and 3.4.1; Linux 5.12, net.mptcp.allow_join_initial_addr_port",
  cost: "both ends must speak it; a public unicast address for each device; a second subflow for each connection",
  breaks:
    "a connection whose second subflow never came stalls for net.mptcp.close_timeout, 60 s by default, instead of being reset; middleboxes that drop the options leave plain TCP",
  needs: { probes: ["mptcp"], members: [2, 8] },
  notFor: (cause) => {
    switch (cause.kind) {
      case "per-packet":
        return "the first subflow does not get through its handshake";
      case "member-silent":
        return "a device that is dead is dead by each of its addresses";
      case "fragments":
      case "icmp":
        return "which subflow takes the large segments is for its scheduler to say";
      case "hash-input":
        return cause.id === "ecn-in-hash"
          ? "the first data meets another device before or after the connection learns of its other address: a race"
          : undefined;
      case "member-lost":
      case "link-lost":
      case "member-returned":
      case "flap":
      case "path-moved":
      case "balancer-lost":
      case "reseeded":
        return undefined;
    }
  },
  notOn: ({ traffic, timeline }) => {
    if (timeline.some((step) => step.do === "silence"))
      return {
        why: "its silence closes the anycast address alone, and a device that is dead is dead by each of its addresses",
        hint: "leave the silence out; what it breaks, Multipath TCP does not save",
      };
    const deaf = traffic.filter(({ kind }) => kind !== "held").map(({ id }) => id);
    return deaf.length === 0
      ? undefined
      : {
          why: `${deaf.join(", ")} of this plan cannot speak Multipath TCP: only held connections can`,
          hint: "make it traffic of `kind: held`, which can upload and download with each probe",
        };
  },
  apply: (plan) => ({
    ...plan,
    conditions: [...plan.conditions, { kind: "mptcp" }],
    traffic: plan.traffic.map((one) => (one.kind === "held" ? { ...one, mptcp: true } : one)),
  }),
  theory: (cause, { members }) =>
    // With its link gone a device is reached by neither address.
    cause.kind === "link-lost" ? { own: 0, collateral: 0, stalled: 1 / members } : UNHARMED,
};
