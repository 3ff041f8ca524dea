import { execa } from "execa";
import { expect, test, vi } from "vitest";
import { NODE_PATH } from "../node-path.js";
import { networkState } from "./network-state.js";

vi.mock("execa", () => ({ execa: vi.fn() }));

test("programs are found as the nodes find them, whatever the caller's PATH is", async () => {
  vi.mocked(execa).mockResolvedValue({ failed: false, stdout: "" } as never);
  await networkState(new Map());
  for (const [, , options] of vi.mocked(execa).mock.calls as unknown[][])
    expect(options).toMatchObject({ env: { PATH: NODE_PATH } });
});

test("a program that does not answer in time is an error, and no empty state", async () => {
  vi.mocked(execa).mockResolvedValue({ failed: true, timedOut: true, stdout: "" } as never);
  await expect(networkState(new Map())).rejects.toMatchObject({
    code: "E_TIMEOUT",
    message: expect.stringMatching(/^waited \d+ ms for (ip -j|tc -j|nft list) /),
  });
  for (const [, , options] of vi.mocked(execa).mock.calls as unknown[][])
    expect(options).toMatchObject({ timeout: expect.any(Number) });
});

test("what is not installed has no state; a program that fails has said nothing", async () => {
  vi.mocked(execa).mockImplementation((async (program: string) =>
    program === "nft"
      ? { failed: true, code: "ENOENT" }
      : program === "tc"
        ? { failed: true, stderr: "RTNETLINK answers: Cannot allocate memory\n" }
        : { failed: false, stdout: "[]" }) as never);
  const unanswered = new Map<string, string>();
  await networkState(unanswered);
  expect([...unanswered]).toEqual([
    ["tc -j qdisc show", "RTNETLINK answers: Cannot allocate memory"],
  ]);
});

test("the state has every link, route, rule, table and qdisc, and no route of an advertisement", async () => {
  const printed: Record<string, unknown> = {
    "ip -j -d link show": [
      { ifname: "lo", mtu: 65_536, address: "00:00:00:00:00:00" },
      { ifname: "eth0", mtu: 1500, address: "02:00:00:00:00:01", linkinfo: { info_kind: "veth" } },
    ],
    "ip -j -4 route show table all": [
      { dst: "default", gateway: "192.0.2.1", dev: "eth0", protocol: "static", metric: 100 },
      { type: "local", dst: "192.0.2.9", dev: "eth0", table: "local", protocol: "kernel" },
      { dst: "default", gateway: "192.0.2.2", dev: "eth0", protocol: "dhcp" },
      { dst: "192.0.2.64", gateway: "192.0.2.3", dev: "eth0", protocol: "redirect" },
    ],
    "ip -j -6 route show table all": [
      { dst: "default", protocol: "bgp", nexthops: [{ dev: "eth0" }, { dev: "eth1" }] },
      { dst: "2001:db8::/64", dev: "eth0", protocol: "ra" },
    ],
    "ip -j -4 rule show": [{ priority: 0, table: "local" }],
    "ip -j -6 rule show": [{ priority: 9, table: "main" }],
    "tc -j qdisc show": [{ kind: "fq", handle: "8001:", dev: "eth0", root: true }],
  };
  const said = (command: string) =>
    command === "nft list tables"
      ? "table inet filter\ntable ip nat\n"
      : JSON.stringify(printed[command] ?? []);
  vi.mocked(execa).mockImplementation((async (program: string, args: string[]) => ({
    failed: false,
    stdout: said([program, ...args].join(" ")),
  })) as never);
  const unanswered = new Map<string, string>();
  const state = await networkState(unanswered);
  expect(Object.entries(state).map(([kind, found]) => [kind, [...found]])).toEqual([
    [
      "links",
      [
        ["lo", "65536 00:00:00:00:00:00 "],
        ["eth0", "1500 02:00:00:00:00:01 veth"],
      ],
    ],
    [
      "routes",
      [
        ["IPv4 default gateway 192.0.2.1 dev eth0 metric 100", '""'],
        ["IPv4 192.0.2.9 type local dev eth0 table local", '""'],
        ["IPv6 default ", '[{"dev":"eth0"},{"dev":"eth1"}]'],
      ],
    ],
    [
      "rules",
      [
        ['IPv4 {"priority":0,"table":"local"}', ""],
        ['IPv6 {"priority":9,"table":"main"}', ""],
      ],
    ],
    [
      "nftTables",
      [
        ["inet filter", ""],
        ["ip nat", ""],
      ],
    ],
    ["qdiscs", [["dev eth0 handle 8001:", "fq"]]],
  ]);
  expect([...unanswered]).toEqual([]);
});
