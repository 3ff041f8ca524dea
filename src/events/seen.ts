import { type EventRecord, isTimeout, type Moment, now, ShiftError, until } from "../core/index.js";
import { interfaceTowards, type Lab, nodeOf } from "../topology/index.js";
import type { EventContext } from "./context.js";

const SEEN_DEADLINE_MS = 8000;

/** Which netlink messages show that an event has reached the FIB, and at which routers: at all of them. */
export interface Sight {
  routers: readonly string[];
  matches: (text: string) => boolean;
}

/**
 * Carries an event out and records when it was ordered and when the FIB first showed it; of several routers, that of
 * the slowest.
 * An event that is not seen in time is recorded without a sighting: the verdict is then inconclusive.
 * @returns what the act returned
 */
export async function carryOut<T>(
  context: EventContext,
  what: Pick<EventRecord, "event" | "target" | "devices" | "times">,
  act: () => Promise<T>,
  sight?: Sight,
): Promise<T> {
  const ordered = now();
  const result = await act();
  const seen = sight && (await sighting(context, sight, ordered));
  context.record({
    ...what,
    orderedWallNs: String(ordered.wallNs),
    orderedMonoNs: String(ordered.monoNs),
    ...(seen ? { router: seen.router } : {}),
    ...(seen?.message ? { seenWallNs: String(seen.message.wallNs), seen: seen.message.text } : {}),
  });
  if (seen?.message) await context.settle();
  return result;
}

// The last router to show the change, or without a message the first one that does not.
async function sighting(context: EventContext, { routers, matches }: Sight, ordered: Moment) {
  const look = () =>
    routers.map((router) => {
      const watch = context.watches.get(router);
      if (!watch) throw new ShiftError({ code: "E_BUG", message: `no FIB monitor at ${router}` });
      return { router, message: watch.since(ordered.wallNs, matches)[0] };
    });
  try {
    await until(
      `${routers.join(" and ")} to show the change`,
      () => look().every(({ message }) => message),
      { deadlineMs: SEEN_DEADLINE_MS, everyMs: 5, signal: context.signal },
    );
  } catch (thrown) {
    if (!isTimeout(thrown)) throw thrown;
  }
  const when = ({ message }: ReturnType<typeof look>[number]) => message?.wallNs;
  return look().reduce((last, next) => {
    const [known, other] = [when(last), when(next)];
    if (known === undefined) return last;
    return other === undefined || other > known ? next : last;
  });
}

/** Matches messages about the route to an address. */
export function aboutAddress(address: string): (text: string) => boolean {
  return (text) => {
    const destination = text.replace(/^Deleted /, "").split(/[\s/]/, 1)[0];
    return destination === address;
  };
}

/**
 * Matches what a router says of a link: messages about next hops over its interface, routes over it that are gone, and
 * groups that lost or gained a member; groups alone where the link does not end at that router. A link that loses its
 * carrier takes IPv6 routes away aloud and IPv4 routes in silence.
 */
export function aboutLink(
  lab: Lab,
  from: string,
  to: string,
  router: string,
): (text: string) => boolean {
  const end = router === from ? to : router === to ? from : undefined;
  const name = end && interfaceTowards(nodeOf(lab, router), end)?.name;
  const over = name ? [`(Deleted )?id \\d+ .*dev ${name} `, `Deleted .*dev ${name} `] : [];
  const message = new RegExp(`^(${[...over, "(Deleted )?id \\d+ .*group "].join("|")})`);
  return (text) => message.test(`${text} `);
}
