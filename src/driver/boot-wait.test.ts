import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { waitForBoot } from "./boot-wait.js";
import type { LabSpec } from "./driver.js";

const NODES = ["hop1", "hop2", "dest1"];
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "anycast-shift-boot-"));
  for (const name of NODES) mkdirSync(join(folder, name, "log"), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

const boot = (dead: readonly string[] = [], signal?: AbortSignal) => {
  const spec = { lab: { nodes: NODES.map((name) => ({ name })) }, folder } as unknown as LabSpec;
  return waitForBoot({ spec, deadNodes: () => [...dead] }, signal);
};
/** A mark that a node's boot script left, so many seconds after the epoch. */
const mark = (name: string, file: "ready" | "failed", at = 1) => {
  const path = join(folder, name, file);
  writeFileSync(path, "");
  utimesSync(path, at, at);
};

test("a lab has booted when every node says so, and not before", async () => {
  for (const name of ["hop1", "dest1"]) mark(name, "ready");
  let hasBooted = false;
  const booted = boot(["hop1"]).then(() => {
    hasBooted = true;
  });
  expect(hasBooted).toBe(false);
  mark("hop2", "ready");
  await booted;
});

test("of several that failed the first is told, with the end of its log", async () => {
  mark("hop1", "failed", 3);
  mark("hop2", "failed", 2);
  mark("dest1", "failed", 4);
  const log = join(folder, "hop2", "log", "boot.log");
  writeFileSync(log, "one\ntwo\nthree\nfour\nfive\nno such device\n");
  await expect(boot(["dest1"])).rejects.toMatchObject({
    code: "E_NODE_BOOT",
    message: "hop2 did not finish its boot script:\ntwo\nthree\nfour\nfive\nno such device",
    hint: `the whole log is ${log}`,
  });
});

test("a node that ended before it was ready is told", async () => {
  mark("hop1", "ready");
  await expect(boot(["hop1", "dest1"])).rejects.toMatchObject({
    code: "E_NODE_BOOT",
    message: "dest1 did not finish its boot script:\nno boot log",
  });
});

test("the wait ends with the signal", async () => {
  await expect(boot([], AbortSignal.abort())).rejects.toMatchObject({ code: "E_INTERRUPTED" });
});

test("a node that is not ready in time is told, and no lab is taken to have booted without it", async () => {
  mark("hop1", "ready");
  mark("dest1", "ready");
  // A second passes with each look at the clock.
  let ms = 0;
  vi.spyOn(performance, "now").mockImplementation(() => (ms += 1000));
  await expect(boot()).rejects.toMatchObject({
    code: "E_NODE_BOOT",
    message: "hop2 did not finish its boot script:\nno boot log",
  });
});
