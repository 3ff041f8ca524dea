import { PassThrough } from "node:stream";
import { afterEach, expect, test, vi } from "vitest";
import { shippedLab } from "../../tests/helpers/shipped.js";
import { until } from "../core/index.js";
import { idleProcess } from "../driver/fixtures/node-process.js";
import type { NodeShell, RunningLab } from "../driver/index.js";
import { expectedFib } from "../routers/index.js";
import { nodeOf } from "../topology/index.js";
import { waitUntilSteady } from "./steady.js";

afterEach(() => void vi.restoreAllMocks());

const lab = shippedLab("article");
const ROUTERS = lab.nodes.filter(({ asn }) => asn !== 0).map(({ name }) => name);
const TOLD = "[2026-11-24T20:05:10.123456] 203.0.113.10 nhid 24 proto bgp metric 20\n";

/**
 * A lab whose routers have what BGP must settle on, but for hop2's group at some of its looks: whether it is whole, from
 * the first look on; the last one stays.
 */
function routers(whole: boolean[] = [true], dead: string[] = []) {
  const asked: { router: string; ms: number }[] = [];
  const told = new Map<string, PassThrough>();
  const node = (name: string) => ({
    name,
    exec: async () => {
      asked.push({ router: name, ms: performance.now() });
      const fib = [...expectedFib(lab, nodeOf(lab, name))];
      const isWhole = name !== "hop2" || (whole.length > 1 ? whole.shift() : whole[0]) === true;
      return JSON.stringify(
        fib.map(([dst, ways]) => ({
          dst,
          nexthops: (isWhole ? ways : ways.slice(0, 1)).map((dev) => ({ dev })),
        })),
      );
    },
    spawn: () => {
      const stdout = new PassThrough();
      told.set(name, stdout);
      return idleProcess({ stdout });
    },
  });
  const running = {
    spec: { lab },
    node: node as unknown as (name: string) => NodeShell,
    deadNodes: () => dead,
  } as RunningLab;
  const looks = (router: string) => asked.filter((one) => one.router === router).length;
  return { running, asked, looks, tell: (router: string) => told.get(router)?.write(TOLD) };
}

test("every router is asked at first, and again when all have kept what they have", async () => {
  const { running, asked, looks } = routers();
  await waitUntilSteady(running);
  expect(ROUTERS.map(looks)).toEqual(ROUTERS.map(() => 2));
  const [first, last] = [asked[0]?.ms, asked.at(-1)?.ms] as [number, number];
  expect(last - first).toBeGreaterThanOrEqual(300);
});

test("one that tells of a change is asked again, and the time that all keep theirs begins anew", async () => {
  const { running, asked, looks, tell } = routers();
  const steady = waitUntilSteady(running);
  await until("the first look", () => looks("hop2") === 1, { deadlineMs: 5_000 });
  tell("hop2");
  await steady;
  expect([looks("hop2"), looks("hop1")]).toEqual([3, 2]);
  const [, again, last] = asked.filter(({ router }) => router === "hop2");
  expect((last?.ms ?? 0) - (again?.ms ?? 0)).toBeGreaterThanOrEqual(300);
});

test("one that has lost a path without a word, or has a short group, is waited for", async () => {
  const silent = routers([true, false, true]);
  await waitUntilSteady(silent.running);
  // At first, when all had kept theirs, a second later, and when all have kept theirs since.
  expect(silent.looks("hop2")).toBe(4);
  const short = routers([false, true]);
  const steady = waitUntilSteady(short.running);
  await until("the first look", () => short.looks("hop2") === 1, { deadlineMs: 5_000 });
  short.tell("hop2");
  await steady;
  expect(short.looks("hop2")).toBe(3);
});

test("routers that do not settle are told, with what they lack", async () => {
  // A second passes with each look at the clock.
  let ms = 0;
  vi.spyOn(performance, "now").mockImplementation(() => (ms += 1000));
  await expect(waitUntilSteady(routers([false]).running)).rejects.toMatchObject({
    code: "E_CONVERGE",
    message: expect.stringContaining("hop2: 203.0.113.10 over eth2 instead of eth2+eth3"),
  });
});

test("a node that has ended is not waited for", async () => {
  await expect(waitUntilSteady(routers([true], ["dest1"]).running)).rejects.toMatchObject({
    code: "E_NODE_DIED",
    message: "dest1 ended",
  });
});
