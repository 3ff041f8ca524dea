import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa, type ResultPromise } from "execa";
import { beforeAll, describe, expect, test } from "vitest";
import { until } from "../../src/core/index.js";
import { shift, withResults } from "./cli.js";

const ROOT = join(import.meta.dirname, "../..");
const MAIN = join(ROOT, "dist/cli/main.js");
const FOLDER = join(ROOT, "scenarios/findings");
const SCENARIO = `name: route-get
title: A lab to ask in
about: Its traffic is not used.
topology: cluster
traffic: [{ kind: held, id: held, count: 1 }]
expect: [{ that: every-connection, of: held, is: closed }]
`;
const MEMBERS = [
  ["9001", "198.18.0.5", "eth3"],
  ["9002", "198.18.0.7", "eth4"],
  ["9003", "198.18.0.9", "eth5"],
] as const;
const VIP = "203.0.113.10";
// Exit codes of curl(1).
const RESET = "56";
const TIMEOUT = "28";
const DEADLINE = { deadlineMs: 10_000, everyMs: 50 };
const SAID = "another version behaves otherwise than docs/findings.md says";

describe("what docs/findings.md tells is still so", () => {
  const files = readdirSync(FOLDER).map((name) => join(FOLDER, name));
  // Of each, the verdicts in its families.
  const seen = new Map<string, Set<string>>();

  beforeAll(async () => {
    await withResults(async (results) => {
      const { document } = await shift(
        ["run", ...files, "--no-control", "--driver", "netns"],
        results,
      );
      for (const { name, verdict, reasons } of document?.cases ?? [])
        seen.set(name, (seen.get(name) ?? new Set()).add([verdict, ...reasons].join("; ")));
    });
  });

  test.each(files.map((file) => file.replace(/^.*\/\d+-(.*)\.yaml$/, "$1")))("%s", (name) => {
    expect([...(seen.get(name) ?? [])], SAID).toEqual(["pass"]);
  });
});

/** A lab of the cluster to ask in, brought up for one test. */
async function withLab(
  ask: (
    exec: (node: string, ...argv: string[]) => ResultPromise,
    event: (name: string, target: string) => Promise<unknown>,
  ) => Promise<void>,
): Promise<void> {
  await withResults(async (folder) => {
    const scenario = join(folder, "asked.yaml");
    writeFileSync(scenario, SCENARIO);
    const run = (...args: string[]) => execa("node", [MAIN, ...args], { cwd: ROOT });
    const { stdout: up } = await run("up", scenario, "--driver", "netns");
    const lab = /^(\S+) is up/m.exec(up)?.[1] as string;
    try {
      await ask(
        (node, ...argv) => run("exec", "--lab", lab, node, "--", ...argv),
        (name, target) => run("event", "--lab", lab, name, target),
      );
    } finally {
      await run("down", "--lab", lab);
    }
  });
}

test("zebra undoes the edit of a next-hop group that is not its own", async () => {
  await withLab(async (exec) => {
    const nexthop = (...argv: string[]) => exec("core", "ip", "nexthop", ...argv);
    for (const [id, via, dev] of MEMBERS) await nexthop("add", "id", id, "via", via, "dev", dev);
    await nexthop("add", "id", "9100", "group", "9001/9002/9003");
    // zebra minds a group that a route uses.
    await exec("core", "ip", "route", "replace", "203.0.113.10", "nhid", "9100", "table", "4200");
    const monitor = exec("core", "ip", "monitor", "nexthop");
    monitor.catch(() => undefined);
    let said = "";
    monitor.stdout?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    try {
      await until(
        "the monitor to listen",
        async () => {
          await nexthop("replace", "id", "9999", "blackhole");
          return said.includes("id 9999");
        },
        DEADLINE,
      );
      await nexthop("replace", "id", "9100", "group", "9002/9003");
      // In this order: the edit, and what undoes it.
      await until(SAID, () => /id 9100 group 9002\/9003.*id 9100 group 9001/s.test(said), DEADLINE);
    } finally {
      monitor.kill();
    }
  });
});

test("a connection that is moved to where its ports were used before stalls without a RST", async () => {
  await withLab(async (exec, event) => {
    const origin = async (...argv: string[]) => String((await exec("origin1", ...argv)).stdout);
    const download = (device: string) =>
      origin(
        "sh",
        "-c",
        `curl --silent --output /dev/null --dump-header /tmp/${device} --write-out '%{exitcode}' --local-port 20001 --speed-limit 1 --speed-time 4 --max-time 40 --range 0-3999999 'http://${VIP}/blob?rate=400k' || true`,
      );
    const servedBy = async (name: string) => {
      let device: string | undefined;
      await until(
        `the answer to ${name}`,
        async () => {
          const head = await origin("cat", `/tmp/${name}`).catch(() => "");
          device = /^x-device: (\S+)/im.exec(head)?.[1];
          return device !== undefined;
        },
        DEADLINE,
      );
      return device as string;
    };
    const broken = download("first");
    const old = await servedBy("first");
    await event("withdraw", old);
    expect(await broken, "the download that its device lost").toBe(RESET);
    // The device never hears of the reset: its socket stays, and so do its ports.
    const left = await exec(old, "ss", "-Htn", "state", "established", "sport", "=", ":80");
    expect(String(left.stdout), SAID).toContain(":20001");

    const stalled = download("second");
    expect(await servedBy("second")).not.toBe(old);
    await event("announce", old);
    expect(await stalled, SAID).toBe(TIMEOUT);
  });
});
