import { type EventRecord, type Moment, now, ShiftError, until } from "../core/index.js";
import type { EventContext } from "./context.js";

const SEEN_DEADLINE_MS = 8000;

/** Which netlink messages at which router show that an event has reached the FIB. */
export interface Sight {
  router: string;
  matches: (text: string) => boolean;
}

/**
 * Carries an event out and records when it was ordered and when the FIB first showed it.
 * An event that is not seen in time is recorded without a sighting: the verdict is then inconclusive.
 */
export async function carryOut(
  context: EventContext,
  what: Pick<EventRecord, "event" | "target">,
  act: () => Promise<unknown>,
  sight?: Sight,
): Promise<void> {
  const ordered = now();
  await act();
  const message = sight && (await firstSighting(context, sight, ordered));
  context.record({
    ...what,
    orderedWallNs: String(ordered.wallNs),
    orderedMonoNs: String(ordered.monoNs),
    ...(sight ? { router: sight.router } : {}),
    ...(message ? { seenWallNs: String(message.wallNs), seen: message.text } : {}),
  });
  if (message) await context.settle();
}

async function firstSighting(context: EventContext, sight: Sight, ordered: Moment) {
  const watch = context.watches.get(sight.router);
  if (!watch) throw new ShiftError({ code: "E_BUG", message: `no FIB monitor at ${sight.router}` });
  try {
    return await until(
      `${sight.router} to show the change`,
      () => watch.since(ordered.wallNs, sight.matches)[0],
      { deadlineMs: SEEN_DEADLINE_MS, everyMs: 5, signal: context.signal },
    );
  } catch (thrown) {
    if (thrown instanceof ShiftError && thrown.code === "E_TIMEOUT") return undefined;
    throw thrown;
  }
}

/** Matches messages about the route to an address. */
export function aboutAddress(address: string): (text: string) => boolean {
  return (text) => {
    const destination = text.replace(/^Deleted /, "").split(/[\s/]/, 1)[0];
    return destination === address;
  };
}

/** Matches messages about next hops over an interface, or about a group that lost or gained a member. */
export function aboutInterface(name: string): (text: string) => boolean {
  return (text) => new RegExp(`^(Deleted )?id \\d+ .*(dev ${name} |group )`).test(`${text} `);
}
