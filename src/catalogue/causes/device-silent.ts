import type { Cause } from "../cause.js";
import { JUDGED, usualPlan } from "../cell.js";

/** A device takes no packet any more while its BGP session stays up: no router moves anything. */
export const deviceSilent: Cause = {
  id: "device-silent",
  name: "device silent, still announced",
  kind: "member-silent",
  about:
    "A device takes no packet for the service any more, and its BGP session stays up: a hung network card queue, a wrong firewall rule, a load balancer without backends. Routers go on to send it its share.",
  source: "RFC 4786 (BCP 126): an instance has to withdraw its route when its service fails",
  needs: { members: [2, 8] },
  exposes: "every connection of the device, new ones too, until a health check withdraws it",
  signature: "the last [P.] again and again, nothing comes back; no RST",
  lookAlike: "loss on the path: it hits the connections of every device, and ends",
  plan: (cell) => ({
    ...usualPlan(cell),
    timeline: [
      { do: "silence", device: "first", after: "100ms" },
      { do: "probe", traffic: JUDGED },
    ],
  }),
  theory: ({ members }) => ({ own: 0, collateral: 0, stalled: 1 / members }),
};
