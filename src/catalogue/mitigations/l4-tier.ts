import { placeOf, type StepInput } from "../../scenario/index.js";
import { HOP, TIER } from "../cell.js";
import type { Mitigation } from "../mitigation.js";
import { ownOnly, silenced, UNHARMED } from "../theory.js";

/** Balancers between routers and devices that remember connections, and agree on those that they do not remember. */
export const l4Tier: Mitigation = {
  id: "l4-tier",
  name: "tier of L4 balancers",
  about:
    "Two balancers stand between the router and the devices. Each has a connection table of its own and a Maglev table with the same seed for what is not in it, so that it does not matter which of them a packet comes by, nor when. They stand in the topology tier, which is cluster with them in it: a plan of one's own has to run in either.",
  source: "Eisenbud et al., Maglev (NSDI 2016), section 3; Katran; GLB Director",
  cost: "two more machines on every request's way, an agent and a connection table at each, here of 65,536 entries",
  breaks:
    "a connection that rests for longer than the table remembers, here five minutes, is hashed anew; fragments after the first and ICMP messages have no ports and pass both tables by, so that fragmented segments stall",
  needs: { probes: ["nftables"], members: [2, 8] },
  notFor: () => undefined,
  notOn: ({ topology }) =>
    topology === TIER.of || topology === TIER.topology
      ? undefined
      : {
          why: `it brings a topology of its own, ${TIER.topology}, which is ${TIER.of} with the balancers in it and can be compared with no other`,
          hint: `let the plan run in \`${TIER.of}\`, or in \`${TIER.topology}\` itself`,
        },
  apply: ({ balancer, ...plan }, _cause, { members }) => ({
    ...plan,
    topology: { ...plan.topology, name: TIER.topology },
    choosers: TIER.balancers,
    balancer: { kind: "balance", by: "maglev", pin: "table" },
    // What chose a device now chooses a balancer.
    conditions: balancer
      ? [...plan.conditions, ...plan.choosers.map((node) => ({ ...balancer, node }))]
      : plan.conditions,
    // In the tier itself the router's links are those to the balancers.
    timeline:
      plan.topology.name === TIER.topology
        ? plan.timeline
        : atBothBalancers(plan.timeline, members),
  }),
  theory: (cause, cell) => {
    switch (cause.kind) {
      case "link-lost":
        return ownOnly(cause.theory(cell));
      // A device that withdrew is alive, and its connections still reach it.
      case "member-lost":
      case "member-returned":
      case "flap":
      case "per-packet":
      case "hash-input":
      case "balancer-lost":
      case "reseeded":
        return UNHARMED;
      // As at one router with a table: no device gets a whole segment to answer.
      case "fragments":
        return silenced(cause.theory(cell));
      case "member-silent":
      case "path-moved":
      case "icmp":
        return undefined;
    }
  },
};

/**
 * A device that loses its link to the router loses those to both balancers. The devices of the tier are in no group of the
 * router: of several that a plan calls by their places there, each stays another one.
 */
function atBothBalancers(timeline: readonly StepInput[], members: number): StepInput[] {
  let lost = "dest1";
  return timeline.flatMap((step) => {
    if ((step.do !== "link-down" && step.do !== "link-up") || step.link[0] !== HOP) return [step];
    const [, end] = step.link;
    const place = placeOf(end, members);
    // By any place, what comes up is the link that was taken down last.
    const atPlace = step.do === "link-up" ? lost : `dest${(place ?? 0) + 1}`;
    const device = place === undefined ? end : atPlace;
    if (!device.startsWith("dest")) return [step];
    lost = device;
    const { after, ...rest } = step;
    return TIER.balancers.map((balancer, index) => ({
      ...rest,
      link: [balancer, device],
      ...(index === 0 && after !== undefined ? { after } : {}),
    }));
  });
}
