import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import {
  leftoversSince,
  namespaceOf,
  processIds,
  procText,
  takeAudit,
} from "../../src/driver/index.js";
import type { RunDocument } from "../../src/verdict/index.js";
import { MAIN, shift, withResults } from "./cli.js";

const SHIFT_CASE = [
  "repro",
  "--only",
  "payloads-by-exposure",
  "--driver",
  "netns",
  "--workers",
  "1",
];

// The oldest process of that command in any node of a run. nginx writes over its environment: its PID namespace tells.
function daemonOf(runId: string, command: string): number | undefined {
  const pids = processIds();
  const spaces = new Set(pids.filter((pid) => isOfRun(pid, runId)).map(spaceOf));
  return pids.find((pid) => spaces.has(spaceOf(pid)) && commandOf(pid) === command);
}

function isOfRun(pid: number, runId: string): boolean {
  const inside = spaceOf(pid) !== spaceOf(process.pid);
  return inside && procText(pid, "environ").includes(`ANYCAST_SHIFT_RUN=${runId}`);
}

function commandOf(pid: number): string {
  return procText(pid, "comm").trim();
}

function spaceOf(pid: number): string | undefined {
  return namespaceOf(pid, "pid");
}

describe.each(["zebra", "nginx"])("%s dies in mid-case", (daemon) => {
  test("is named, makes the case inconclusive, and leaves nothing behind", async () => {
    await withResults(async (results) => {
      const before = await takeAudit();
      const args = ["run", "tests/lab/fixtures/long.yaml", "--no-control", "--driver", "netns"];
      const child = execa("node", [MAIN, ...args, "--results", results], { reject: false });
      let said = "";
      let killed = false;
      child.stdout.on("data", (chunk: Buffer) => {
        said += chunk.toString();
        if (killed || !said.includes("waiting for the traffic to end")) return;
        const runId = /shift-([0-9a-z]+-[0-9a-z]+-[0-9a-z]+)-1/.exec(said)?.[1] as string;
        const pid = daemonOf(runId, daemon);
        if (pid === undefined) return;
        killed = true;
        process.kill(pid, "SIGKILL");
      });
      const { exitCode } = await child;
      expect(killed).toBe(true);
      const document = JSON.parse(
        readFileSync(join(results, "latest/run.json"), "utf8"),
      ) as RunDocument;
      expect(document.verdict).toBe("inconclusive");
      expect(document.cases[0]?.reasons.join("\n")).toMatch(
        new RegExp(`E_NODE_DIED: .*${daemon} at `),
      );
      expect(document.cases[0]?.captures.length).toBe(5);
      expect(exitCode).toBe(4);
      expect(await leftoversSince(before, document.id)).toEqual([]);
    });
  });
});

describe("a host that refuses", () => {
  // Each in a mount or capability set of its own, so that nothing outside the test is changed.
  const refusals: [string, string[], RegExp][] = [
    [
      "a full disk",
      [
        "unshare",
        "--mount",
        "sh",
        "-c",
        'mount -t tmpfs -o size=600k tmpfs "$0" && exec node "$@"',
      ],
      /E_DISK|No space left/,
    ],
    [
      "a read-only /proc/sys",
      [
        "unshare",
        "--mount",
        "sh",
        "-c",
        'mount --bind /proc/sys /proc/sys && mount -o remount,bind,ro /proc/sys && exec node "$@"',
      ],
      /E_(DEPLOY|NODE_BOOT|KERNEL_FEATURE|PRIVILEGE)/,
    ],
    [
      "a read-only /run",
      ["unshare", "--mount", "sh", "-c", 'mount -t tmpfs -o ro tmpfs /run && exec node "$@"'],
      /E_DISK: cannot make \/run\//,
    ],
    [
      "no right to administrate networks",
      ["sh", "-c", 'exec setpriv --bounding-set -net_admin --inh-caps -net_admin node "$@"'],
      /E_(DEPLOY|NODE_BOOT|PRIVILEGE)/,
    ],
  ];

  test.each(refusals)(
    "%s gives a named error and leaves nothing behind",
    async (_, wrapper, error) => {
      await withResults(async (results) => {
        const before = await takeAudit();
        const [program, ...args] = wrapper as [string, ...string[]];
        // The first word after the script is its $0.
        const { exitCode, all } = await execa(
          program,
          [...args, results, MAIN, ...SHIFT_CASE, "--results", results],
          {
            reject: false,
            all: true,
          },
        );
        expect(all).toMatch(error);
        expect([3, 4]).toContain(exitCode);
        expect(all).not.toContain("E_BUG");
        const runId = /shift-([0-9a-z]+-[0-9a-z]+-[0-9a-z]+)-1/.exec(all)?.[1] ?? "none";
        expect(await leftoversSince(before, runId)).toEqual([]);
      });
    },
  );
});

test("a last line of /etc/hosts without a line break outlives a run on containerlab", async () => {
  await withResults(async (results) => {
    const hosts = join(results, "hosts");
    const text = "127.0.0.1 localhost\n192.0.2.7 last";
    writeFileSync(hosts, text);
    const { exitCode, all } = await execa(
      "unshare",
      [
        ...["--mount", "sh", "-c", 'mount --bind "$0" /etc/hosts && exec node "$@"', hosts],
        ...[MAIN, "repro", "--only", "control", "--family", "4"],
        ...["--driver", "containerlab", "--results", join(results, "runs")],
      ],
      { reject: false, all: true },
    );
    expect(exitCode, all).toBe(0);
    expect(readFileSync(hosts, "utf8")).toBe(text);
  });
});

test("a run names the command that brings its lab back when it did not pass", async () => {
  await withResults(async (results) => {
    const { stdout } = await shift(
      ["run", "tests/lab/fixtures/never.yaml", "--no-control", "--driver", "netns"],
      results,
    );
    expect(stdout).toContain("anycast-shift up tests/lab/fixtures/never.yaml");
    expect(existsSync(join(results, "latest", "report.html"))).toBe(true);
    expect(statSync(join(results, "latest", "report.html")).size).toBeGreaterThan(1000);
  });
});
