import { expect, test } from "vitest";
import type { Step } from "../scenario/index.js";
import { endsSessions, lostSessions, parseSessions } from "./sessions.js";

// As FRR 8.4.4 answers, what is not used left out.
const summary = (dropped: number) =>
  JSON.stringify({
    ipv4Unicast: {
      routerId: "10.255.0.3",
      peers: {
        "198.18.0.3": { hostname: "dest1", state: "Established", connectionsDropped: dropped },
        "198.18.0.5": { state: "Active", connectionsDropped: 0 },
      },
    },
    ipv6Unicast: {
      peers: {
        "198.18.0.3": { hostname: "dest1", state: "Established", connectionsDropped: dropped },
      },
    },
  });

test("a session is told once, by its peer's name where it is known", () => {
  expect(parseSessions("core", summary(1))).toEqual([
    { router: "core", address: "198.18.0.3", peer: "dest1", dropped: 1 },
    { router: "core", address: "198.18.0.5", peer: "198.18.0.5", dropped: 0 },
  ]);
  expect(parseSessions("core", '{"ipv4Unicast":{},"ipv6Unicast":{}}')).toEqual([]);
});

test("a session that was lost in between, or that its router knows no more, is told", () => {
  const [before, after] = [parseSessions("core", summary(0)), parseSessions("core", summary(1))];
  expect(lostSessions(before, before)).toEqual([]);
  expect(lostSessions(before, before.slice(1))).toEqual(lostSessions(before, after));
  expect(lostSessions(before, after)).toEqual([
    "the BGP session of core with dest1 was lost although no event ended it",
  ]);
});

test("sessions of several routers with one address are told apart", () => {
  const at = (router: string, dropped: number) => parseSessions(router, summary(dropped));
  const before = [...at("core", 1), ...at("first1", 0)];
  expect(lostSessions(before, before)).toEqual([]);
  expect(lostSessions(before, [...at("core", 1), ...at("first1", 1)])).toEqual([
    "the BGP session of first1 with dest1 was lost although no event ended it",
  ]);
});

test("sessions end by links, commands and silent devices, and by nothing else", () => {
  const steps: Step[] = [
    { do: "withdraw", device: "dest1" },
    { do: "link-down", link: ["core", "dest1"] },
    { do: "drop", node: "core", for: 10, background: false },
    { do: "silence", device: "dest1" },
    { do: "command", node: "core", run: ["true"] },
    { do: "restart", device: "dest1", how: "kill" },
  ];
  const ending = steps.filter((step) => endsSessions([step])).map((step) => step.do);
  expect(ending).toEqual(["link-down", "silence", "command"]);
  expect(endsSessions(steps)).toBe(true);
});
