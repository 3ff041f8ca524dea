import type { Cause } from "../cause.js";
import { HOP, JUDGED, usualPlan } from "../cell.js";

const BYSTANDERS = "bystanders";

/** The path of one origin moves to another site, where nobody knows its connections; those of others stay. */
export const pathChange: Cause = {
  id: "path-change",
  name: "upstream path change for one of several origins",
  kind: "path-moved",
  about:
    "A network between one origin and the site makes its path longer, by prepending or a new policy, and the origin's first hop now prefers another site that announces the same address. Other origins see nothing, nor do the devices.",
  source:
    "RFC 4786 (BCP 126) and RFC 7094: route changes move established flows to another instance",
  needs: { members: [2, 8] },
  exposes: "every connection of the origins behind the hop that changed its mind",
  signature: "[S] [S.] [.] [P.] … <[R]: no ACK flag, all from the TTL of the other site",
  lookAlike: "a router on the way that rejects: its RST comes from nearer than any site",
  plan: (cell) => {
    const plan = usualPlan(cell);
    return {
      ...plan,
      traffic: [
        ...plan.traffic,
        { kind: "held", id: BYSTANDERS, from: ["origin2"], count: cell.connections },
      ],
      timeline: [
        { do: "prepend", node: HOP, towards: "first1", times: 4, after: "100ms" },
        { do: "probe", traffic: JUDGED, after: "100ms" },
        { do: "probe", traffic: BYSTANDERS },
      ],
      expect: [{ that: "every-connection", of: BYSTANDERS, is: "closed" }],
    };
  },
  theory: () => ({ own: 0, collateral: 1, stalled: 0 }),
};
