import { once } from "node:events";
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { Scope } from "../core/index.js";
import { idleProcess } from "../driver/fixtures/node-process.js";
import { startProgram } from "./program.js";
import type { TrafficContext } from "./traffic.js";

/** A program that reads nothing of what it is fed, and ends on a signal. */
function fed(rate: number) {
  const stdin = new PassThrough();
  const outputs = { stdout: new PassThrough(), stderr: new PassThrough() };
  const node = { spawn: () => idleProcess({ stdin, ...outputs }) };
  const scope = new Scope();
  const context = { running: { node: () => node }, scope } as unknown as TrafficContext;
  startProgram(context, "origin1", ["curl"], { feed: { bytes: 100_000, rate } });
  return { stdin, scope };
}

test("a slow rate is a rate: a little comes often", async () => {
  const { stdin, scope } = fed(500);
  const start = performance.now();
  const sizes: number[] = [];
  for (let chunk = 0; chunk < 3; chunk++) {
    const [{ length }] = (await once(stdin, "data")) as [Buffer];
    sizes.push(length);
  }
  expect(sizes).toEqual([25, 25, 25]);
  // The first comes at once, each other a twentieth of a second later.
  expect(performance.now() - start).toBeGreaterThan(75);
  await scope[Symbol.asyncDispose]();
});

test("what feeds a program ends with it, also while it waits for its rate", async () => {
  const { stdin, scope } = fed(0.001);
  await once(stdin, "data");
  const finished = once(stdin, "finish");
  await scope[Symbol.asyncDispose]();
  await finished;
});
