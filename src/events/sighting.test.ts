import { afterEach, expect, test, vi } from "vitest";
import { type EventRecord, now, pause } from "../core/index.js";
import type { EventContext } from "./context.js";
import { carryOut } from "./seen.js";

afterEach(() => void vi.restoreAllMocks());

/** What a router tells: messages so many milliseconds after the order, from this look of its watch on. */
interface Told {
  router: string;
  ms: number[];
  fromLook?: number;
}

/** Carries an event out that these routers have to show; what is recorded, and how often agents were waited for. */
async function carried(
  told: Told[],
  act: () => Promise<void> = () => Promise.resolve(),
  areAgents = false,
  mayStay = false,
) {
  const start = now().wallNs;
  const recorded: EventRecord[] = [];
  const settle = vi.fn(() => Promise.resolve(areAgents));
  const watches = told.map(({ router, ms, fromLook = 1 }) => {
    let looks = 0;
    const messages = ms.map((one) => ({
      wallNs: start + BigInt(one) * 1_000_000n,
      text: `${router} ${one}`,
    }));
    const since = (wallNs: bigint) =>
      ++looks < fromLook ? [] : messages.filter((one) => one.wallNs >= wallNs);
    return [router, { router, since }] as const;
  });
  const context = {
    watches: new Map(watches),
    record: (event: EventRecord) => void recorded.push(event),
    settle,
  } as unknown as EventContext;
  const sight = { routers: told.map(({ router }) => router), matches: () => true, mayStay };
  await carryOut(context, { event: "withdraw", target: "dest1" }, act, { sight });
  return { event: recorded[0], settled: settle.mock.calls.length };
}

const a = (...ms: number[]): Told => ({ router: "a", ms });
const b = (...ms: number[]): Told => ({ router: "b", ms });

test.each([
  ["the last of several", [a(30), b(120)]],
  ["the first of several", [b(120), a(30)]],
  ["one that is waited for", [a(30), { ...b(120), fromLook: 4 }]],
  ["one that had told of a change before", [a(30), b(-40, 120)]],
])("an event is seen when its slowest router shows it: %s", async (_, told) => {
  const { event, settled } = await carried(told);
  expect(event).toMatchObject({ router: "b", seen: "b 120" });
  expect(settled).toBe(1);
});

test("a change that shows while the event is still carried out is its own", async () => {
  const { event } = await carried([a(5)], () => pause(15));
  expect(event).toMatchObject({ seen: "a 5" });
});

test.each([
  ["first", [b(), a(20)]],
  ["last", [a(20), b()]],
  ["first, and had told of one before", [b(-40), a(20)]],
])("what one router never shows is not seen, and names it: it is asked %s", async (_, told) => {
  // A second passes with each look at the clock.
  let clock = 0;
  vi.spyOn(performance, "now").mockImplementation(() => (clock += 1000));
  const { event, settled } = await carried(told);
  expect(event).toMatchObject({ router: "b" });
  expect(event).not.toHaveProperty("seenWallNs");
  expect(settled).toBe(0);
});

test.each([
  ["agents", true],
  ["no agents", false],
])("when it was followed is recorded where there are %s", async (_, areAgents) => {
  const { event } = await carried([a(5)], undefined, areAgents);
  expect(event?.followedWallNs !== undefined).toBe(areAgents);
});

test("where a route stays nothing need be seen, and what is seen is told", async () => {
  let clock = 0;
  vi.spyOn(performance, "now").mockImplementation(() => (clock += 1000));
  const stayed = await carried([b(-40)], undefined, false, true);
  expect(stayed).toMatchObject({ event: { router: "b", stays: true }, settled: 0 });
  expect(stayed.event).not.toHaveProperty("seenWallNs");
  const moved = await carried([b(20)], undefined, false, true);
  expect(moved).toMatchObject({ event: { router: "b", seen: "b 20" }, settled: 1 });
  expect(moved.event).not.toHaveProperty("stays");
});
