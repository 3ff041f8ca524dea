import type { Traffic, TrafficInput } from "../../scenario/index.js";
import { type CellPlan, EXPOSED_ORIGIN } from "../cell.js";
import type { Mitigation } from "../mitigation.js";

const DOWNLOADS = 40;
const RETRIES = 5;
const SAME_TROUBLE = "a new connection meets the same trouble as the one that broke";
const ONLY_DOWNLOADS =
  "it breaks what clients send, and only of downloads the rest can be asked for";

/**
 * Nothing in the network changes: the connections break as before. What the user sees is another thing, and is measured
 * on the downloads of a plan, or in a cell, which has none, on some beside the judged connections.
 */
export const clientRetry: Mitigation = {
  id: "client-retry",
  name: "client retry with ranges",
  about:
    "The client asks for the rest of a broken download with a range request over a new connection, as download managers, players and package managers do. It changes what the user sees, not what TCP does.",
  source: "RFC 9110 section 14 (range requests); curl(1), --continue-at and --retry-all-errors",
  cost: "cooperation of the client, and content that is the same at every device; a connection and a round trip or two for each break, two seconds where nothing comes",
  breaks:
    "nothing for downloads; requests that must not be made twice (RFC 9110 section 9.2.2) cannot be tried again so",
  needs: { members: [2, 8] },
  notFor: ({ id, kind }) => {
    switch (kind) {
      case "member-silent":
        return "new connections are led to the silent device too: how many tries it takes is chance";
      case "icmp":
        return "a new connection stalls as often as the old one: how many tries it takes is chance";
      case "fragments":
        return ONLY_DOWNLOADS;
      case "per-packet":
        return SAME_TROUBLE;
      case "hash-input":
        if (id === "flow-label-rto") return ONLY_DOWNLOADS;
        return id === "ecn-in-hash" ? SAME_TROUBLE : undefined;
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
  forUsers: true,
  notOn: ({ traffic }) =>
    traffic.some(isDownload)
      ? undefined
      : {
          why: "only downloads can ask for the rest of what broke, and this plan has none",
          hint: "give it traffic of `kind: curl`, or leave the mitigation out",
        },
  without: (traffic) => (traffic.kind === "curl" ? { ...traffic, retry: undefined } : traffic),
  apply: (plan) => (plan.traffic.some(isDownload) ? retried(plan) : besideDownloads(plan)),
  theory: () => undefined,
};

function isDownload<T extends Traffic | TrafficInput>(
  traffic: T,
): traffic is Extract<T, { kind: "curl" }> {
  return traffic.kind === "curl" && traffic.direction !== "upload";
}

/** The downloads of a plan tried again; as often as it says itself, where it does. */
function retried(plan: CellPlan): CellPlan {
  const traffic = plan.traffic.map((one) => (isDownload(one) ? { retry: RETRIES, ...one } : one));
  return { ...plan, traffic };
}

function besideDownloads(plan: CellPlan): CellPlan {
  return {
    ...plan,
    traffic: [
      ...plan.traffic,
      {
        kind: "curl",
        id: "downloads",
        from: [EXPOSED_ORIGIN],
        sizes: ["1600kB"],
        rate: "400kB",
        count: DOWNLOADS,
        parallel: DOWNLOADS,
        retry: RETRIES,
      },
    ],
    expect: [...plan.expect, { that: "whole", of: "downloads" }],
  };
}
