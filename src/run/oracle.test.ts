import { describe, expect, test } from "vitest";
import { shippedLab } from "../../tests/helpers/shipped.js";
import type { HopChoice } from "../catalogue/index.js";
import type { Family, TrafficRecord } from "../core/index.js";
import type { NodeShell, RunningLab } from "../driver/index.js";
import { Oracle } from "./oracle.js";

const lab = shippedLab("cluster");

/** Interfaces that a router answers a question with. */
type Route = (router: string, question: string) => string[];

// The third link of a first hop leads to the detour; core has its members at eth3, eth4 and eth5.
const byPort: Route = (router, question) => {
  const port = Number(/sport (\d+)/.exec(question)?.[1]);
  return router === "core" ? [`eth${3 + (port % 3)}`] : ["eth2"];
};

interface Asked {
  route?: Route;
  family?: Family;
  choices?: HopChoice[];
  tested?: boolean;
  policy?: string;
  of?: typeof lab;
}

/** An oracle of a lab whose routers answer so, and what they were asked. */
function oracleOf({ route = byPort, family = 4, choices = [], tested = false, ...more }: Asked) {
  const questions: string[] = [];
  const node = (router: string) => ({
    exec: async () => `${more.policy ?? "3"}\n`,
    try: async (_: readonly string[], { input = "" }: { input?: string }) => {
      const asked = input.trim().split("\n");
      questions.push(...asked.map((question) => `${router}: ${question}`));
      const answers = asked.map((question) => route(router, question).map((dev) => ({ dev })));
      return {
        stdout: answers
          .filter((hops) => hops.length > 0)
          .map((hops) => `${JSON.stringify([hops.length > 1 ? { nexthops: hops } : hops[0]])}\n`)
          .join(""),
        stderr: answers
          .flatMap((hops, index) => (hops.length > 0 ? [] : [`Command failed -:${index + 1}\n`]))
          .join(""),
        exitCode: 0,
      };
    },
  });
  const running = {
    spec: { lab: more.of ?? lab },
    node: node as unknown as (name: string) => NodeShell,
  } as RunningLab;
  return { oracle: new Oracle(running, family, choices, { tested }), questions };
}

const held = (port: number, more: Partial<TrafficRecord> = {}) =>
  ({
    client: `198.51.100.2:${port}`,
    server: lab.vip[4],
    origin: "origin1",
    ...more,
  }) as TrafficRecord;
const overIpv6 = held(1, { client: "[2001:db8:a:1::2]:20000", server: lab.vip[6] });

test("each connection is followed from router to router, by its own ports, to a device", async () => {
  const { oracle, questions } = oracleOf({});
  const other = held(20_002, { client: "198.51.100.10:20002", origin: "origin2" });
  await oracle.ask([held(20_000), held(20_001), other]);
  expect(oracle.record.clients).toEqual([
    "198.51.100.2:20000",
    "198.51.100.2:20001",
    "198.51.100.10:20002",
  ]);
  expect(oracle.record.predictions.map(({ devices }) => devices)).toEqual(["dest3 dest1 dest2"]);
  const of = (port: string) => questions.filter((one) => one.includes(`sport ${port} `));
  const asked = (from: string, iif: string) =>
    `route get 203.0.113.10 from ${from} iif ${iif} ipproto tcp`;
  expect(of("20000")).toEqual([
    `first1: ${asked("198.51.100.2", "eth1")} sport 20000 dport 80`,
    `core: ${asked("198.51.100.2", "eth1")} sport 20000 dport 80`,
  ]);
  expect(of("20002")).toEqual([
    `first2: ${asked("198.51.100.10", "eth1")} sport 20002 dport 80`,
    `core: ${asked("198.51.100.10", "eth2")} sport 20002 dport 80`,
  ]);
});

test("a connection that no route leads on, or that goes in a circle, has no device", async () => {
  const ways: Route = (router, question) => {
    if (question.includes("20000")) return [];
    return router === "core" ? ["eth1"] : ["eth2"];
  };
  const { oracle } = oracleOf({ route: ways });
  await oracle.ask([held(20_000), held(20_001)]);
  expect(oracle.record.predictions).toMatchObject([{ devices: "- -" }]);
});

test("routers are asked again when something was done or a connection is new, and only then", async () => {
  const { oracle } = oracleOf({});
  const { predictions, clients } = oracle.record;
  const [first, second] = [held(20_000), held(20_001)];
  await oracle.ask([]);
  expect(predictions).toEqual([]);
  await oracle.ask([first]);
  await oracle.ask([first]);
  expect(predictions).toHaveLength(1);
  await oracle.ask([first, second]);
  expect(predictions.map(({ devices }) => devices)).toEqual(["dest3", "dest3 dest1"]);
  expect(clients).toHaveLength(2);
  expect(predictions[0]).not.toHaveProperty("untilWallNs");
  oracle.expire();
  const ends = predictions.map(({ untilWallNs }) => untilWallNs);
  expect(ends[0]).toBeDefined();
  expect(ends[1]).toBe(ends[0]);
  await oracle.ask([first, second]);
  expect(predictions).toHaveLength(3);
  expect(predictions[2]).not.toHaveProperty("untilWallNs");
  oracle.expire();
  expect(predictions.slice(0, 2).map(({ untilWallNs }) => untilWallNs)).toEqual(ends);
  expect(predictions[2]?.untilWallNs).toBeDefined();
});

test("what goes to another address, or has no ports yet, is not asked for", async () => {
  const { oracle } = oracleOf({});
  await oracle.ask([held(1, { server: "192.0.2.1" }), { ...held(2), client: undefined }, overIpv6]);
  expect(oracle.record).toEqual({ clients: [], predictions: [] });
});

test("a mark is part of the question, as the hop's condition gives it", async () => {
  const markOf = ({ sourcePort }: { sourcePort: number }) => sourcePort % 2;
  const { oracle, questions } = oracleOf({ choices: [{ node: "core", markOf }] });
  await oracle.ask([held(20_001)]);
  expect(questions.map((one) => one.endsWith(" mark 1"))).toEqual([false, true]);
});

describe("of IPv6", () => {
  const choices: HopChoice[] = [{ node: "core", markOf: () => 1 }];
  const split: Route = (router) => (router === "core" ? ["eth3", "eth4"] : ["eth2"]);

  test("the whole route is asked for, and nothing is foretold where it has several next hops", async () => {
    const { oracle, questions } = oracleOf({ family: 6, choices, route: split });
    await oracle.ask([overIpv6]);
    expect(questions.every((one) => one.includes("route get fibmatch "))).toBe(true);
    expect(oracle.record.predictions).toMatchObject([{ devices: "?" }]);
    const one = oracleOf({ family: 6, choices });
    await one.oracle.ask([overIpv6]);
    expect(one.oracle.record.predictions).toMatchObject([{ devices: "dest3" }]);
  });

  test("the kernel's own word is asked for where that is what is tested", async () => {
    const { oracle, questions } = oracleOf({ family: 6, tested: true });
    await oracle.ask([overIpv6]);
    expect(questions[0]).toContain("route get 2001:db8:cafe::10 from 2001:db8:a:1::2 iif eth1");
    expect(oracle.record).toMatchObject({ tested: true, predictions: [{ devices: "dest3" }] });
  });
});

describe("nothing is foretold", () => {
  const spray: HopChoice = { node: "core", unpredictable: "spreads packets one by one" };
  const uplinks = shippedLab("uplinks");

  test.each([
    ["core spreads packets one by one", { choices: [spray] }, held(20_000)],
    ["core hashes IPv6 packets otherwise than ip route get does", { family: 6 }, overIpv6],
    ["core has hash policy 1, of which ip route get knows nothing", { policy: "1" }, held(20_000)],
    [
      "origin itself chooses among its links",
      { of: uplinks },
      held(20_000, { origin: "origin", server: uplinks.vip[4] }),
    ],
  ] as [string, Asked, TrafficRecord][])("where %s", async (why, asked, connection) => {
    const { oracle, questions } = oracleOf(asked);
    await oracle.ask([connection]);
    expect(oracle.record).toMatchObject({ skipped: why, predictions: [] });
    expect(questions).toEqual([]);
    oracle.expire();
    await oracle.ask([connection, { ...connection }]);
    expect(oracle.record.predictions).toEqual([]);
  });

  test("but where a mark decides the hash of the router does not matter", async () => {
    const choices: HopChoice[] = [{ node: "core", markOf: () => 1 }];
    const { oracle } = oracleOf({ choices, policy: "1" });
    await oracle.ask([held(20_000)]);
    expect(oracle.record).not.toHaveProperty("skipped");
  });

  test.each(["0", "3"])("and policy %s is one that can be asked for", async (policy) => {
    const { oracle } = oracleOf({ policy });
    await oracle.ask([held(20_000)]);
    expect(oracle.record).not.toHaveProperty("skipped");
  });
});
