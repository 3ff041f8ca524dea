import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { beforeAll, describe, expect, test } from "vitest";
import { shift, withResults } from "./cli.js";

const ROOT = join(import.meta.dirname, "../..");
const MAIN = join(ROOT, "dist/cli/main.js");
const FOLDER = join(ROOT, "scenarios/findings");
const COUNT = 60;
const PORTS = `$(seq 20001 ${20_000 + COUNT})`;
const CURL = "curl --silent --show-error --max-time 5 'http://[2001:db8:cafe::10]/who'";
const ROUTE_GET = "ip -6 -o route get 2001:db8:cafe::10 iif eth1 ipproto tcp sport $p dport 80";
const SCENARIO = `name: route-get
title: A lab to ask in
about: Its traffic is not used.
topology: cluster
families: [6]
traffic: [{ kind: held, id: held, count: 1 }]
expect: [{ that: every-connection, of: held, is: closed }]
`;
const SAID = "another version behaves otherwise than docs/findings.md says";

describe("what docs/findings.md tells is still so", () => {
  const files = readdirSync(FOLDER).map((name) => join(FOLDER, name));
  const seen = new Map<string, string>();

  beforeAll(async () => {
    await withResults(async (results) => {
      const { document } = await shift(
        ["run", ...files, "--no-control", "--driver", "netns"],
        results,
      );
      for (const { name, verdict, reasons } of document?.cases ?? [])
        seen.set(name, [verdict, ...reasons].join("; "));
    });
  });

  test.each(files.map((file) => file.replace(/^.*\/\d+-(.*)\.yaml$/, "$1")))("%s", (name) => {
    expect(seen.get(name), SAID).toBe("pass");
  });
});

test("ip route get names another member for IPv6 under policy 3 than the packets take", async () => {
  await withResults(async (folder) => {
    const scenario = join(folder, "route-get.yaml");
    writeFileSync(scenario, SCENARIO);
    const run = (...args: string[]) => execa("node", [MAIN, ...args], { cwd: ROOT });
    const { stdout: up } = await run("up", scenario, "--driver", "netns");
    const lab = /^(\S+) is up/m.exec(up)?.[1] as string;
    try {
      const inNode = async (node: string, script: string) =>
        (await run("exec", "--lab", lab, node, "--", "sh", "-c", script)).stdout;
      // curl may use each port only once: the devices keep them in TIME_WAIT.
      const took = await inNode("origin1", `for p in ${PORTS}; do ${CURL} --local-port $p; done`);
      const source = (await inNode("origin1", "ip -6 route get 2001:db8:cafe::10")).match(
        /src (\S+)/,
      )?.[1];
      const told = await inNode("core", `for p in ${PORTS}; do ${ROUTE_GET} from ${source}; done`);
      const members = new Map(
        [...`${told}`.matchAll(/dev (eth\d)/g)].map((match, i) => [i, match[1]]),
      );
      const devices = took.trim().split("\n");
      expect(devices).toHaveLength(COUNT);
      expect(members.size).toBe(COUNT);
      // core's links to dest1, dest2, dest3 are eth3, eth4, eth5.
      const wrong = devices.filter(
        (device, i) => members.get(i) !== `eth${2 + Number(device.replace("dest", ""))}`,
      );
      expect(wrong.length, SAID).toBeGreaterThan(COUNT / 3);
    } finally {
      await run("down", "--lab", lab);
    }
  });
});
