import { ShiftError } from "../core/index.js";
import { parseRoutes, SHOW_BGP_ROUTES } from "../routers/index.js";
import { PLACE_WORDS, placeOf } from "../scenario/index.js";
import { deviceChoosers, devicesBehind, ecmpHop, type LabNode } from "../topology/index.js";
import type { EventContext } from "./context.js";

/** A device by name, by what it serves, by its withdrawal, or by its member's place in the group of the hop that chooses it. */
export async function deviceOf(reference: string, context: EventContext): Promise<string> {
  if (reference === "serving") return context.serving();
  if (reference === "withdrawn") return lastWithdrawn(context);
  if (!PLACE_WORDS.includes(reference)) return reference;
  const { lab } = context.running.spec;
  const hop = deviceChoosers(lab)[0] ?? ecmpHop(lab);
  const device = devicesBehind(lab, hop.name, await memberAt(reference, hop, context))[0];
  if (!device)
    throw new ShiftError({ code: "E_EVENT", message: `the ${reference} member has no device` });
  return device;
}

/** A node by name, or the ECMP hop's neighbour at a place of its group. */
export async function neighbourOf(reference: string, context: EventContext): Promise<string> {
  const hop = ecmpHop(context.running.spec.lab);
  return PLACE_WORDS.includes(reference) ? memberAt(reference, hop, context) : reference;
}

function lastWithdrawn(context: EventContext): string {
  const last = context.recorded().findLast(({ event }) => event === "withdraw");
  if (!last) throw new ShiftError({ code: "E_EVENT", message: "no device has been withdrawn yet" });
  return last.target;
}

async function memberAt(place: string, hop: LabNode, context: EventContext): Promise<string> {
  const { lab } = context.running.spec;
  const routes = parseRoutes(await context.running.node(hop.name).exec(SHOW_BGP_ROUTES));
  const members = routes.get(lab.vip[context.family])?.nextHops ?? [];
  const index = placeOf(place, members.length);
  const member = index === undefined ? undefined : members[index];
  const neighbour = hop.interfaces.find(({ name }) => name === member?.dev)?.peer.node;
  if (!neighbour)
    throw new ShiftError({ code: "E_EVENT", message: `${hop.name} has no ${place} member` });
  return neighbour;
}
