import { type EventRecord, inTime, type Moment, now, ShiftError } from "../core/index.js";
import type { EventContext } from "./context.js";

const SEEN_DEADLINE_MS = 8000;

/** Which netlink messages show that an event has reached the FIB, and at which routers: at all of them. */
export interface Sight {
  routers: readonly string[];
  matches: (text: string, router: string) => boolean;
}

type What = Pick<EventRecord, "event" | "target" | "devices" | "times" | "unreached">;

/**
 * Carries an event out and records when it was ordered and when the FIB first showed it; of several routers, that of
 * the slowest.
 * An event that is not seen in time is recorded without a sighting: the verdict is then inconclusive.
 * @param what what it is, or how that follows from what the act returned
 * @returns what the act returned
 */
export async function carryOut<T>(
  context: EventContext,
  what: What | ((result: T) => What),
  act: () => Promise<T>,
  sight?: Sight,
): Promise<T> {
  const ordered = now();
  const result = await act();
  const seen = sight && (await sighting(context, sight, ordered));
  context.record({
    ...(typeof what === "function" ? what(result) : what),
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
      return { router, message: watch.since(ordered.wallNs, (text) => matches(text, router))[0] };
    });
  await inTime(
    `${routers.join(" and ")} to show the change`,
    () => look().every(({ message }) => message),
    { deadlineMs: SEEN_DEADLINE_MS, everyMs: 5, signal: context.signal },
  );
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
 * Matches what a node says of an interface that goes down or comes up. The kernel changes its routes and next hops of both
 * families together with the state of their link, and of IPv4 it tells nothing else.
 */
export function aboutInterface(name: string, up: boolean): (text: string) => boolean {
  // One that comes up is told twice: without its carrier first.
  const state = up ? "UP" : "(DOWN|LOWERLAYERDOWN)";
  const message = new RegExp(`^\\d+: ${name}(@\\S+)?: <\\S+> .*\\bstate ${state} `);
  return (text) => message.test(`${text} `);
}
