import { type EventRecord, inTime, type Moment, now, ShiftError } from "../core/index.js";
import type { EventContext } from "./context.js";

const SEEN_DEADLINE_MS = 8000;
// Where nothing is expected, a change that comes all the same comes as soon as any other.
const STAYED_DEADLINE_MS = 2000;

/** Which netlink messages show that an event has reached the FIB, and at which routers: at all of them. */
interface Sight {
  routers: readonly string[];
  matches: (text: string, router: string) => boolean;
  /** True where BGP settles on the routes that there were: nothing need be seen. */
  mayStay?: boolean;
}

type What = Pick<EventRecord, "event" | "target" | "devices" | "times" | "how">;

/** What belongs to an event beside the act itself. */
interface Sequel<T> {
  sight?: Sight;
  /**
   * Waits until it is over.
   * @param since wall-clock nanoseconds of the order
   * @returns devices that it was to bring back and that have no path then
   */
  over?: (result: T, since: bigint) => Promise<readonly string[]>;
}

/**
 * Carries an event out and records when it was ordered and when the FIB first showed it; of several routers, that of
 * the slowest.
 * An event that is not seen in time is recorded without a sighting: the verdict is then inconclusive. So is one whose wait
 * fails or is interrupted: the captures show what it did.
 * @returns what the act returned
 */
export async function carryOut<T>(
  context: EventContext,
  what: What,
  act: () => Promise<T>,
  { sight, over }: Sequel<T> = {},
): Promise<T> {
  const ordered = now();
  const result = await act();
  const event: EventRecord = {
    ...what,
    orderedWallNs: String(ordered.wallNs),
    orderedMonoNs: String(ordered.monoNs),
    ...(sight?.routers[0] === undefined ? {} : { router: sight.routers[0] }),
  };
  try {
    const unreached = (await over?.(result, ordered.wallNs)) ?? [];
    if (unreached.length > 0) event.unreached = [...unreached];
    if (sight) Object.assign(event, await sighting(context, sight, ordered));
  } finally {
    context.record(event);
  }
  // It stands in the record already: it has happened, whether agents follow it or fail to.
  if (event.seen !== undefined && (await context.settle()))
    event.followedWallNs = String(now().wallNs);
  return result;
}

// The last router to show the change, or without a message the first one that does not.
async function sighting(
  context: EventContext,
  { routers, matches, mayStay = false }: Sight,
  ordered: Moment,
): Promise<Pick<EventRecord, "router" | "seenWallNs" | "seen" | "stays">> {
  const look = () =>
    routers.map((router) => {
      const watch = context.watches.get(router);
      if (!watch) throw new ShiftError({ code: "E_BUG", message: `no FIB monitor at ${router}` });
      return { router, message: watch.since(ordered.wallNs, (text) => matches(text, router))[0] };
    });
  await inTime(
    `${routers.join(" and ")} to show the change`,
    () => look().every(({ message }) => message),
    {
      deadlineMs: mayStay ? STAYED_DEADLINE_MS : SEEN_DEADLINE_MS,
      everyMs: 5,
      signal: context.signal,
    },
  );
  const when = ({ message }: ReturnType<typeof look>[number]) => message?.wallNs;
  const { router, message } = look().reduce((last, next) => {
    const [known, other] = [when(last), when(next)];
    if (known === undefined) return last;
    return other === undefined || other > known ? next : last;
  });
  if (!message) return { router, ...(mayStay && { stays: true }) };
  return { router, seenWallNs: String(message.wallNs), seen: message.text };
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
