import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { projectPath } from "../../core/index.js";
import { takeAudit } from "../audit/audit.js";
import { leftoversSince } from "../audit/leftovers.js";
import { newRunId } from "../clean/run-id.js";
import { AS_NOBODY } from "../fixtures/nobody.js";
import { findTool } from "../netns/tools.js";
import { examineHost, type HostReport } from "./examine.js";
import type { ProbeId } from "./probe.js";

const root = process.geteuid?.() === 0;

describe.skipIf(!root)(`doctor${root ? "" : " (skipped: needs root)"}`, () => {
  test("finds that this host can do what the other lab tests do", async () => {
    const { probes, drivers } = await examineHost();
    const byId = new Map(probes.map((probe) => [probe.id, probe]));
    for (const id of ["root", "namespaces", "veth", "node", "hash-policy", "capture"] as const) {
      expect(byId.get(id), id).toMatchObject({ state: "ok" });
    }
    expect(drivers.find(({ name }) => name === "netns")).toMatchObject({ usable: true, lacks: [] });
  });

  test("leaves the host as it was", async () => {
    const before = await takeAudit();
    await examineHost();
    expect(await leftoversSince(before, newRunId())).toEqual([]);
  });

  test.each<[string, string[], ProbeId[]]>([
    [
      "without CAP_SYS_ADMIN",
      ["setpriv", "--bounding-set", "-sys_admin"],
      ["namespaces", "node", "veth"],
    ],
    [
      "without CAP_NET_ADMIN",
      ["setpriv", "--bounding-set", "-net_admin"],
      ["veth", "node", "nexthop-groups", "resilient-groups", "nftables", "nft-socket", "mptcp"],
    ],
    ["without CAP_NET_RAW", ["setpriv", "--bounding-set", "-net_raw"], ["root", "capture"]],
    ["with a read-only /proc/sys", readOnly("/proc/sys"), ["sysctls", "hash-policy", "node"]],
    ["without FRR", hidden("/usr/lib/frr"), ["tools", "node"]],
    ["as somebody else than root", AS_NOBODY, ["root", "namespaces"]],
  ])("says what is missing and how to mend it %s", async (_, wrapper, expected) => {
    const { probes, drivers } = await examineIn(wrapper);
    const missing = probes.filter(({ state }) => state === "missing");
    expect(missing.map(({ id }) => id)).toEqual(expect.arrayContaining(expected));
    for (const { id, mend } of missing) expect(mend, id).toMatch(/\S/);
    expect(drivers.find(({ name }) => name === "netns")?.usable).toBe(false);
  });

  const iperf3 = findTool("iperf3");
  test.skipIf(iperf3 === undefined)("wants no iperf3 but for netns", async () => {
    const { probes } = await examineIn(inMounts(`mount --bind /dev/null ${iperf3}`));
    expect(probes.find(({ id }) => id === "socket-kill")).toMatchObject({ state: "ok" });
  });

  test("says that ss is missing where it is, and blames no kernel", async () => {
    const { probes } = await examineIn(inMounts(`mount --bind /dev/null ${findTool("ss")}`));
    expect(probes.find(({ id }) => id === "socket-kill")).toMatchObject({
      state: "missing",
      detail: expect.stringContaining("ss"),
      mend: expect.not.stringContaining("kernel"),
    });
  });
});

/** Runs the doctor in a process that a wrapper program restricts. */
async function examineIn(wrapper: string[]): Promise<HostReport> {
  const code = `
    const { examineHost } = await import("./src/driver/doctor/examine.ts");
    process.stdout.write(JSON.stringify(await examineHost()));
  `;
  const node = [
    process.execPath,
    "--import",
    "./scripts/ts-node.mjs",
    "--input-type=module",
    "--eval",
    code,
  ];
  const [program = "", ...args] = [...wrapper, "--", ...node];
  const { stdout } = await execa(program, args, { cwd: projectPath(), stdin: "ignore" });
  return JSON.parse(stdout) as HostReport;
}

/** A wrapper that makes a folder read-only, in a mount namespace of its own. */
function readOnly(path: string): string[] {
  return inMounts(`mount --bind ${path} ${path} && mount -o remount,bind,ro ${path}`);
}

/** A wrapper that hides what is in a folder. */
function hidden(path: string): string[] {
  return inMounts(`mount -t tmpfs none ${path}`);
}

function inMounts(mount: string): string[] {
  return ["unshare", "--mount", "sh", "-ec", `${mount}; shift; exec "$@"`, "sh"];
}
