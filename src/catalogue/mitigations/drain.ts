import type { StepInput } from "../../scenario/index.js";
import type { Mitigation } from "../mitigation.js";

/** Maintenance in the right order: the application ends its connections, and then the route goes. */
export const drain: Mitigation = {
  id: "drain",
  name: "drain before withdraw",
  about:
    "The web server of a device closes its idle connections with FIN, and lets those in use end, here for ten seconds at most, before the device withdraws the prefix. Clients open new connections when they need them.",
  source: "RFC 9110 section 7.6.1 and RFC 9112 section 9.6; nginx, Controlling nginx (reload)",
  cost: "time before each maintenance, as long as the longest connection; works for planned events only",
  breaks:
    "a request that crosses the server's FIN gets no answer and has to be made again (RFC 9112 section 9.3.1); the router still moves connections of other devices, and sends new ones to the draining device until it withdraws",
  needs: { members: [2, 8] },
  notFor: (cause) =>
    cause.kind === "member-lost" ? undefined : "only a withdraw by the operator can be prepared",
  apply: (plan) => ({
    ...plan,
    timeline: plan.timeline.flatMap((step): StepInput[] => {
      if (step.do !== "withdraw") return [step];
      const { device, after } = step;
      return [
        { do: "drain", device, ...(after ? { after } : {}) },
        { do: "withdraw", device },
      ];
    }),
  }),
  // Of those that remain, collateral / (1 - own) break: the hash ranges move whether the lost device is empty or not.
  theory: (cause, cell) => ({ ...cause.theory(cell), own: 0 }),
};
