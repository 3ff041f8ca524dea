import { describe, expect, test } from "vitest";
import { type EventRecord, ShiftError } from "../core/index.js";
import type { EventContext } from "./context.js";
import type { FibMessage } from "./fib-watch.js";
import { aboutAddress, aboutInterface, carryOut } from "./seen.js";

describe("carryOut", () => {
  const what = { event: "withdraw", target: "dest1" };
  const sight = { routers: ["core"], matches: () => true };
  const done = () => Promise.resolve();

  /** A case whose router has told this, and what is recorded of it. */
  function caseWith(told: FibMessage[], signal?: AbortSignal) {
    const recorded: EventRecord[] = [];
    const context = {
      watches: new Map([["core", { router: "core", since: () => told }]]),
      record: (event: EventRecord) => void recorded.push(event),
      settle: () => Promise.resolve(false),
      signal,
    } as unknown as EventContext;
    return { context, recorded };
  }

  test("records what the router told", async () => {
    const { context, recorded } = caseWith([{ wallNs: 5n, text: "Deleted 203.0.113.10" }]);
    await carryOut(context, what, done, { sight });
    expect(recorded).toMatchObject([
      { ...what, router: "core", seenWallNs: "5", seen: "Deleted 203.0.113.10" },
    ]);
  });

  test("an event whose sighting is interrupted is recorded as one that was not seen", async () => {
    const interruption = new AbortController();
    const { context, recorded } = caseWith([], interruption.signal);
    const carried = carryOut(context, what, done, { sight });
    interruption.abort();
    await expect(carried).rejects.toMatchObject({ code: "E_INTERRUPTED" });
    expect(recorded).toMatchObject([{ ...what, router: "core" }]);
    expect(recorded[0]).not.toHaveProperty("seenWallNs");
  });

  test("so is one whose end does not come, and one that is not carried out is not", async () => {
    const { context, recorded } = caseWith([]);
    const late = new ShiftError({ code: "E_TIMEOUT", message: "it is late" });
    const fails = () => Promise.reject(late);
    await expect(carryOut(context, what, done, { over: fails })).rejects.toBe(late);
    expect(recorded).toMatchObject([what]);
    await expect(carryOut(context, what, fails)).rejects.toBe(late);
    expect(recorded).toHaveLength(1);
  });
});

describe("aboutAddress", () => {
  const matches = aboutAddress("203.0.113.10");

  test.each([
    "203.0.113.10 nhid 24 proto bgp metric 20",
    "203.0.113.10/32 via 10.0.0.2 dev eth2",
    "Deleted 203.0.113.10 nhid 24 proto bgp metric 20",
    "203.0.113.10",
  ])("takes %j", (text) => {
    expect(matches(text)).toBe(true);
  });

  test.each([
    "203.0.113.100 nhid 24 proto bgp metric 20",
    "203.0.113.1 nhid 24",
    "10.0.0.0/24 via 203.0.113.10 dev eth2",
    "unreachable 192.0.2.255 table 31337",
    "id 24 via 203.0.113.10 dev eth2",
    "",
  ])("leaves %j", (text) => {
    expect(matches(text)).toBe(false);
  });

  test("knows IPv6 by the whole address", () => {
    const v6 = aboutAddress("2001:db8:cafe::10");
    expect(v6("Deleted 2001:db8:cafe::10 nhid 31 proto bgp")).toBe(true);
    expect(v6("2001:db8:cafe::1 nhid 31 proto bgp")).toBe(false);
  });
});

// Of Linux 6.18 and iproute2 6.1, as a veth pair's two ends tell of it.
const MTU = "mtu 1500 qdisc noqueue";
const MAC = "group default \\    link/ether 02:a5:00:00:04:05 brd ff:ff:ff:ff:ff:ff link-netnsid 2";
const SET_DOWN = `6: eth5@if2: <BROADCAST,MULTICAST> ${MTU} state DOWN ${MAC}`;
const LOST = `6: eth5@if2: <NO-CARRIER,BROADCAST,MULTICAST,UP> ${MTU} state DOWN ${MAC}`;
const RISING = `6: eth5@if2: <NO-CARRIER,BROADCAST,MULTICAST,UP,LOWER_UP> ${MTU} state DOWN ${MAC}`;
const IS_UP = `6: eth5@if2: <BROADCAST,MULTICAST,UP,LOWER_UP> ${MTU} state UP ${MAC}`;

describe("aboutInterface", () => {
  test.each([SET_DOWN, LOST, LOST.replace("DOWN", "LOWERLAYERDOWN")])("is down: %s", (text) => {
    expect(aboutInterface("eth5", false)(text)).toBe(true);
    expect(aboutInterface("eth5", true)(text)).toBe(false);
  });

  test("is up when it has its carrier", () => {
    expect([RISING, IS_UP].map(aboutInterface("eth5", true))).toEqual([false, true]);
    expect(aboutInterface("eth5", false)(IS_UP)).toBe(false);
  });

  test.each([
    SET_DOWN.replace("eth5", "eth50"),
    SET_DOWN.replace("eth5", "eth1"),
    "Deleted 2001:db8:d::3 nhid 47 via 2001:db8:0:5::2 dev eth5 proto bgp metric 20 pref medium",
    "id 66 dev eth5 scope host proto zebra ",
    "id 30 group 24/25 proto zebra",
  ])("takes nothing else for it: %s", (text) => {
    expect(aboutInterface("eth5", false)(text)).toBe(false);
    expect(aboutInterface("eth5", true)(text)).toBe(false);
  });
});
