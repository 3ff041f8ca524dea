import { z } from "zod";
import type { RunningLab } from "../driver/index.js";
import { spoilsLab } from "../events/index.js";
import type { Step } from "../scenario/index.js";

const SHOW_SESSIONS = ["vtysh", "-d", "bgpd", "-c", "show bgp summary json"];

// The part of FRR's answer that is used; one entry for each address family.
const summarySchema = z.record(
  z.string(),
  z.object({
    peers: z
      .record(
        z.string(),
        z.object({ connectionsDropped: z.number(), hostname: z.string().optional() }),
      )
      .optional(),
  }),
);

/** How often a BGP session of a router was lost so far. */
export interface Session {
  router: string;
  address: string;
  peer: string;
  dropped: number;
}

/** True when a timeline itself ends BGP sessions. */
export function endsSessions(steps: readonly Step[]): boolean {
  return steps.some((step) => spoilsLab(step) || step.do === "silence");
}

/** The BGP sessions of some routers. @throws ShiftError E_COMMAND, ZodError on an answer of another form */
export async function sessionsOf(
  running: RunningLab,
  routers: readonly string[],
): Promise<Session[]> {
  const found = await Promise.all(
    routers.map(async (router) => {
      const said = await running.node(router).exec(SHOW_SESSIONS);
      return parseSessions(router, said);
    }),
  );
  return found.flat();
}

/** Each session once, whatever families it carries. */
export function parseSessions(router: string, json: string): Session[] {
  const peers = Object.values(summarySchema.parse(JSON.parse(json))).flatMap((family) =>
    Object.entries(family.peers ?? {}),
  );
  return Object.entries(Object.fromEntries(peers)).map(
    ([address, { connectionsDropped, hostname }]) => ({
      router,
      address,
      peer: hostname ?? address,
      dropped: connectionsDropped,
    }),
  );
}

/** What was lost between two looks: routes moved that no event ordered. */
export function lostSessions(before: readonly Session[], after: readonly Session[]): string[] {
  return before.flatMap(({ router, address, peer, dropped }) => {
    const now = after.find((one) => one.router === router && one.address === address)?.dropped;
    return now === dropped
      ? []
      : [`the BGP session of ${router} with ${peer} was lost although no event ended it`];
  });
}
