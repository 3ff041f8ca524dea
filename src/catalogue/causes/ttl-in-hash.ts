import type { Cause } from "../cause.js";
import { JUDGED, usualPlan } from "../cell.js";
import { rehashed } from "../theory.js";

/** The way to the router becomes longer, so packets arrive with another TTL, and the router hashes the TTL. */
export const ttlInHash: Cause = {
  id: "ttl-in-hash",
  name: "TTL in the hash",
  kind: "hash-input",
  about:
    "The router hashes the TTL as well. When the path before it changes its length, every packet arrives with another TTL and is hashed anew, although no route to the devices changed.",
  source: "NANOG list, 2018: TCP resets traced to a switch that hashed the TTL",
  needs: { members: [2, 8], probes: ["nftables"] },
  exposes: "every connection whose path before the router changes its length",
  signature: "[S] [S.] [.] [P.] … <[R] on the first packet with the new TTL, from another TTL",
  lookAlike: "an upstream path change to another site: all RSTs then have one TTL",
  plan: (cell) => ({
    ...usualPlan(cell),
    balancer: { kind: "balance", fields: ["source-address", "source-port", "ttl"] },
    timeline: [
      { do: "ttl", node: "first1", value: 40, after: "100ms" },
      { do: "probe", traffic: JUDGED, after: "100ms" },
    ],
  }),
  theory: ({ members }) => ({ own: 0, collateral: rehashed(members), stalled: 0 }),
};
