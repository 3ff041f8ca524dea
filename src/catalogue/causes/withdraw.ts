import type { Cause } from "../cause.js";
import { JUDGED, usualPlan } from "../cell.js";
import { hashThresholdLoss, type Place } from "../theory.js";

/** A device withdraws the anycast prefix, and stays up: maintenance, drain, a failed health check. */
function withdraw(place: Place): Cause {
  return {
    id: `withdraw-${place}`,
    name: `withdraw of the ${place} member`,
    kind: "member-lost",
    about:
      "A device is taken out of service by withdrawing the anycast prefix, for maintenance or after a failed health check, and stays up. The router lays the hash ranges of the remaining members anew.",
    source: "RFC 2992 section 3; kernel Documentation/networking/nexthop-group-resilient.rst",
    needs: { members: [place === "middle" ? 3 : 2, 8] },
    exposes:
      "every connection of the lost member, and those of others whose hash range moves; idle ones at their next use",
    signature: "[S] [S.] [.] [P.] … <[R]: no ACK flag, seq = the origin's last ack, another TTL",
    lookAlike:
      "the server process restarts: [F.] or [R.] from the device's own kernel, with its own TTL",
    plan: (cell) => ({
      ...usualPlan(cell),
      timeline: [
        { do: "withdraw", device: place, after: "100ms" },
        { do: "probe", traffic: JUDGED, after: "100ms" },
      ],
    }),
    theory: ({ members }) => hashThresholdLoss(place, members),
  };
}

export const withdrawFirst = withdraw("first");
export const withdrawMiddle = withdraw("middle");
export const withdrawLast = withdraw("last");
