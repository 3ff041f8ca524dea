import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Scope } from "../core/index.js";
import { chooseDriver } from "./choose.js";
import { newRunId } from "./clean/run-id.js";
import type { LabDriver, RunningLab } from "./driver.js";
import { whyNoNetns } from "./fixtures/netns-lab.js";
import { smallLab } from "./fixtures/small-lab.js";
import { whyNoContainerlab } from "./fixtures/why-no-containerlab.js";
import { netnsDriver } from "./netns/driver.js";

const NODES = ["origin", "hop", "dest1"];

/** What Docker sets in every container beyond what a lab asks for. */
const DOCKERS_OWN = ["net.ipv4.ip_unprivileged_port_start", "net.ipv4.ping_group_range"];

const reason = whyNoNetns() ?? (await whyNoContainerlab());
const scope = new Scope();

describe.skipIf(reason !== undefined)(
  `nodes of both drivers${reason ? ` (${reason})` : ""}`,
  () => {
    let labs: RunningLab[];

    beforeAll(async () => {
      const { driver } = await chooseDriver("containerlab", [], scope);
      labs = await Promise.all([netnsDriver(), driver].map(deploy));
    });

    afterAll(() => scope[Symbol.asyncDispose]());

    /** The same command in the same node of both labs, seen from the host's side. */
    async function both(node: string, ...argv: string[]): Promise<[string, string]> {
      const outputs = await Promise.all(
        // sysctl ends with 255 over settings that cannot be read.
        labs.map(async (lab) => (await lab.node(node).try(argv, { inside: "net" })).stdout),
      );
      return outputs as [string, string];
    }

    test.each(NODES)("have the same network settings: %s", async (node) => {
      const [ours, theirs] = (await both(node, "sysctl", "-a", "-r", "^net\\.")).map(settings);
      const names = new Set([...(ours?.keys() ?? []), ...(theirs?.keys() ?? [])]);
      expect(names.size).toBeGreaterThan(500);
      const different = [...names].filter((name) => ours?.get(name) !== theirs?.get(name));
      expect(different.sort()).toEqual(DOCKERS_OWN);
    });

    test.each(NODES)("have the same links and offloads: %s", async (node) => {
      const [ours, theirs] = await both(node, "ethtool", "-k", "eth1");
      expect(ours).toContain("tcp-segmentation-offload: off");
      expect(ours).toBe(theirs);
      const [ourLinks, theirLinks] = (await both(node, "ip", "-j", "-d", "link")).map(linkFacts);
      expect(ourLinks).toEqual(theirLinks);
    });

    test.each(NODES)("have the same rights and names: %s", async (node) => {
      for (const argv of [
        ["grep", "CapBnd", "/proc/1/status"],
        ["cat", "/etc/hosts", "/etc/resolv.conf"],
        ["hostname"],
        ["tail", "-c", "+1", "/proc/1/cmdline"],
      ]) {
        const [ours, theirs] = await Promise.all(labs.map((lab) => lab.node(node).exec(argv)));
        expect(ours, argv.join(" ")).toBe(theirs);
      }
    });
  },
);

function deploy(driver: LabDriver): Promise<RunningLab> {
  const folder = mkdtempSync(join(tmpdir(), "anycast-shift-parity-"));
  scope.defer(folder, () => rmSync(folder, { recursive: true, force: true }));
  return driver.deploy(smallLab(folder, newRunId()), scope);
}

function settings(output: string): Map<string, string> {
  return new Map(output.split("\n").map((line) => line.split(" = ") as [string, string]));
}

/** Names, addresses, sizes and states of links; not their numbers, which differ from lab to lab. */
function linkFacts(output: string): object[] {
  const links = JSON.parse(output) as Record<string, unknown>[];
  return links
    .map(({ ifname, address, mtu, flags, qdisc, operstate, linkinfo }) => {
      return { ifname, address, mtu, flags, qdisc, operstate, linkinfo };
    })
    .sort((a, b) => String(a.ifname).localeCompare(String(b.ifname)));
}
