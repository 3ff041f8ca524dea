import { describe, expect, test } from "vitest";
import { newRunId } from "../clean/run-id.js";
import { type AuditKind, type HostState, takeAudit } from "./audit.js";
import { compareStates } from "./compare.js";

const MINE = newRunId();
const OTHER = newRunId();

const KINDS: readonly AuditKind[] = [
  "namespace",
  "link",
  "route",
  "rule",
  "nft table",
  "qdisc",
  "sysctl",
  "container",
  "network",
  "mount",
  "process",
  "file",
];

/** A host on which these objects are, and one link. */
function host(objects: Partial<Record<AuditKind, Record<string, string>>> = {}): HostState {
  const entries = KINDS.map(
    (kind) => [kind, new Map(Object.entries(objects[kind] ?? {}))] as const,
  );
  const audit = Object.fromEntries(entries) as HostState;
  audit.link.set("eth0", "1500");
  return audit;
}

describe("compareStates", () => {
  test("knows every kind that an audit has", async () => {
    expect(Object.keys((await takeAudit()).state).sort()).toEqual([...KINDS].sort());
  });

  test("finds nothing on a host that is as it was", () => {
    const audit = () =>
      host({ sysctl: { "net.ipv4.ip_forward": "0" }, process: { "1 (x)": OTHER } });
    expect(compareStates(audit(), audit(), MINE)).toEqual([]);
  });

  test.each<[AuditKind, string, string]>([
    ["namespace", `clab-shift-${MINE}-1-hop1`, ""],
    ["container", `clab-shift-${MINE}-1-hop1`, MINE],
    ["process", "4711 (sleep 600)", MINE],
    ["mount", "/mnt/x", `tmpfs anycast-shift-${MINE} /`],
    ["file", `/etc/ssh/ssh_config.d/clab-shift-${MINE}-1.conf`, "0"],
  ])("blames this run for a %s with its id", (kind, name, value) => {
    expect(compareStates(host(), host({ [kind]: { [name]: value } }), MINE)).toEqual([
      `${kind} ${name} was left`,
    ]);
  });

  test.each<[AuditKind, string, string]>([
    ["namespace", `clab-shift-${OTHER}-1-hop1`, ""],
    ["container", `clab-shift-${OTHER}-1-hop1`, OTHER],
    ["container", "somebody-elses", ""],
    ["network", "somebody-elses", ""],
    ["namespace", "blue", ""],
    ["mount", "/media/usb", "vfat /dev/sdb1 /"],
    ["process", "4711 (sleep 600)", OTHER],
    ["link", "veth12ab", "1500 veth"],
    ["file", `/etc/ssh/ssh_config.d/clab-shift-${OTHER}-1.conf`, "0"],
    ["file", "/etc/ssh/ssh_config.d/clab-campus.conf", "0"],
  ])("does not blame it for a %s of others, %s", (kind, name, value) => {
    expect(compareStates(host(), host({ [kind]: { [name]: value } }), MINE)).toEqual([]);
    expect(compareStates(host({ [kind]: { [name]: value } }), host(), MINE)).toEqual([]);
  });

  test.each<[AuditKind, string]>([
    ["link", "eth7"],
    ["route", "IPv4 203.0.113.10 gateway 198.18.0.1 dev eth0"],
    ["rule", 'IPv4 {"priority":4001}'],
    ["nft table", "inet shift_spray"],
    ["qdisc", "dev eth0 handle 1:"],
  ])("counts a %s that carries no id at all", (kind, name) => {
    expect(compareStates(host(), host({ [kind]: { [name]: "" } }), MINE)).toEqual([
      `${kind} ${name} was left`,
    ]);
    expect(compareStates(host({ [kind]: { [name]: "" } }), host(), MINE)).toEqual([
      `${kind} ${name} is missing`,
    ]);
  });

  test("counts a sysctl and a file that changed", () => {
    const before = host({ sysctl: { "net.ipv4.ip_forward": "0" }, file: { "/etc/hosts": "aa" } });
    const after = host({ sysctl: { "net.ipv4.ip_forward": "1" }, file: { "/etc/hosts": "bb" } });
    expect(compareStates(before, after, MINE)).toEqual([
      "sysctl net.ipv4.ip_forward changed from 0 to 1",
      "file /etc/hosts changed from aa to bb",
    ]);
  });

  test("does not count what comes with a link of others", () => {
    const after = host({
      link: { veth12ab: "1500 veth" },
      route: { "IPv6 fe80::/64 dev veth12ab metric 256": "" },
      qdisc: { "dev veth12ab handle 0:": "noqueue" },
      sysctl: { "net.ipv6.conf.veth12ab.mtu": "1500" },
    });
    expect(compareStates(host(), after, MINE)).toEqual([]);
  });

  test("does not count what is read of a link that came and went between two readings", () => {
    const after = host({ sysctl: { "net.ipv6.neigh.clab-1a2b3c4d.locktime": "0" } });
    expect(compareStates(host(), after, MINE)).toEqual([]);
  });

  test("counts what all links share", () => {
    const name = "net.ipv4.conf.all.rp_filter";
    const changed = compareStates(
      host({ sysctl: { [name]: "0" } }),
      host({ sysctl: { [name]: "1" } }),
      MINE,
    );
    expect(changed).toEqual([`sysctl ${name} changed from 0 to 1`]);
  });

  test("counts a link that containerlab left on the host", () => {
    const after = host({ link: { "clab-1a2b3c4d": "1500 veth" } });
    expect(compareStates(host(), after, MINE)).toEqual(["link clab-1a2b3c4d was left"]);
  });

  test("does not miss a link that another containerlab has moved into its node", () => {
    const before = host({ link: { "clab-1a2b3c4d": "1500 veth" } });
    expect(compareStates(before, host(), MINE)).toEqual([]);
  });
});
