import type { StepInput } from "../../scenario/index.js";
import type { Cause } from "../cause.js";
import { JUDGED, usualPlan } from "../cell.js";
import { hashThresholdLoss, UNHARMED } from "../theory.js";

/** Shorter than the first retransmission timeout of TCP, 200 ms in Linux. */
const GAP = "100ms";
const probe: StepInput = { do: "probe", traffic: JUDGED };

const flap = {
  kind: "flap" as const,
  source: "RFC 2439; kernel net/ipv4/nexthop.c",
  needs: { members: [2, 8] as const },
};

/** Connections that are used while the prefix is away: the gap breaks them like a withdraw. */
export const flapActive: Cause = {
  ...flap,
  id: "flap-active",
  name: "short flap, active connections",
  about:
    "A device withdraws the anycast prefix and announces it again within a moment: a session that resets, a health check that misses once. What is sent within the gap reaches another device, however short it is.",
  exposes: "connections that send within the gap: those of the member, and those that move",
  signature: "[S] [S.] [.] [P.] … <[R] within the gap: no ACK flag, another TTL",
  lookAlike: "a burst of loss: retransmissions, and no RST",
  plan: (cell) => ({
    ...usualPlan(cell),
    timeline: [
      { do: "withdraw", device: "first", after: "100ms" },
      probe,
      { do: "announce", device: "withdrawn", after: GAP },
      { ...probe, after: "100ms" },
    ],
  }),
  theory: ({ members }) => hashThresholdLoss("first", members),
};

/** Connections that rest through the gap: the member returns to its place, and their packets to their device. */
export const flapIdle: Cause = {
  ...flap,
  id: "flap-idle",
  name: "short flap, idle connections",
  about:
    "The same flap, seen by connections that send nothing while the prefix is away. The member returns to its old place in the group, so every hash range is what it was.",
  exposes: "none, as long as the member returns to its old place in the group",
  signature: "none: the next request is answered as the one before",
  lookAlike: "no event at all",
  plan: (cell) => ({
    ...usualPlan(cell),
    timeline: [
      { do: "withdraw", device: "first", after: "100ms" },
      { do: "announce", device: "withdrawn", after: GAP },
      { ...probe, after: "100ms" },
    ],
  }),
  theory: () => UNHARMED,
};
