import { expect, test } from "vitest";
import { shippedLab } from "../../../tests/helpers/shipped.js";
import { type Family, Scope } from "../../core/index.js";
import { toldLab } from "../../events/fixtures/told-lab.js";
import { type ConditionInput, conditionSchema } from "../../scenario/index.js";
import { bare, interfaceTowards, nodeOf } from "../../topology/index.js";
import { applyCondition } from "../index.js";

const lab = shippedLab("cluster");
const DEVICES = ["dest1", "dest2", "dest3", "far"];

/** What the nodes are told when a condition is put in force, and when it is undone. */
async function changes(
  condition: ConditionInput,
  family: Family = 4,
  answer: (command: string) => string | undefined = () => "",
) {
  const scope = new Scope();
  const { running, told } = toldLab(lab, answer);
  await applyCondition(conditionSchema.parse(condition), { running, family, scope });
  const made = told.splice(0);
  await scope[Symbol.asyncDispose]();
  return { made, undone: told };
}

test("a sysctl gets the value back that it had", async () => {
  const key = "net.ipv4.tcp_ecn";
  const had = (command: string) => (command === `sysctl -n ${key}` ? "2\n" : "");
  const condition = { kind: "sysctl", node: "origin1", key, value: 1 } as const;
  const { made, undone } = await changes(condition, 4, had);
  expect(made.at(-1)).toBe(`origin1: sysctl -q -w ${key}=1`);
  expect(undone).toEqual([`origin1: sysctl -q -w ${key}=2`]);
});

test("a narrow link gets its MTU back, and both families of every end forget what they learnt of it", async () => {
  const link: [string, string] = ["first1", "core"];
  const { made, undone } = await changes({ kind: "mtu", link, value: 1400 });
  expect(made).toEqual(["first1: ip link set eth2 mtu 1400", "core: ip link set eth1 mtu 1400"]);
  expect(undone.slice(0, 2)).toEqual([
    "first1: ip link set eth2 mtu 1500",
    "core: ip link set eth1 mtu 1500",
  ]);
  expect(undone.slice(2).toSorted()).toEqual(
    [...DEVICES, "origin1", "origin2"].flatMap((end) => [
      `${end}: ip -4 route flush cache`,
      `${end}: ip -6 route flush cache`,
    ]),
  );
});

test("an origin does not learn by its own MTU that its link is narrow", async () => {
  const { made } = await changes({ kind: "mtu", link: ["first1", "origin1"], value: 1400 });
  expect(made).toEqual(["first1: ip link set eth1 mtu 1400"]);
});

test("every device keeps its RSTs of nobody to itself, in both families, and no other RST", async () => {
  const { made, undone } = await changes({ kind: "rst-suppression" });
  expect(made.map((line) => line.split(":")[0])).toEqual(DEVICES);
  for (const line of made) {
    expect(line.match(/^ +ip.*$/gm)?.map((rule) => rule.trim())).toEqual([
      `ip saddr ${lab.vip[4]} tcp flags & (rst | ack) == rst drop`,
      `ip6 saddr ${lab.vip[6]} tcp flags & (rst | ack) == rst drop`,
    ]);
  }
  expect(undone.toSorted()).toEqual(
    DEVICES.map(
      (name) => `${name}: nft -f -\ntable inet shift_silence\ndelete table inet shift_silence\n`,
    ),
  );
});

test.each([
  ["dest1", "dest2", 1, 2],
  ["dest2", "dest3", 2, 3],
  ["dest3", "dest1", 3, 1],
])("in the ring %s hands on to %s what did not come in there", async (name, next, own, other) => {
  const { made } = await changes({ kind: "second-chance" });
  const way = interfaceTowards(nodeOf(lab, name), next);
  const rules = made.find((line) => line.startsWith(name) && line.includes("chain strays"));
  expect(rules?.match(/(?<=^ +)(iifname|dup).*$/gm)).toEqual([
    `iifname { "eth2", "eth3" } ip dscp ${other} accept`,
    `iifname != { "eth2", "eth3" } ip dscp set ${own}`,
    `dup to ${bare(way?.peer.address[4] ?? "")} device "${way?.name}"`,
  ]);
});

test("a second chance has replies forwarded by a way of their own, and undoes it all in reverse", async () => {
  const { made, undone } = await changes({ kind: "second-chance" }, 6, (command) =>
    command.startsWith("sysctl -n") ? "0" : "",
  );
  const opposite = made
    .filter((line) => !line.includes("sysctl -n"))
    .map((line) =>
      line
        .replace(/=1$/, "=0")
        .replace("route add", "route del")
        .replace(/(delete table [^\n]*\n).*/s, "$1"),
    );
  expect(undone).toEqual(opposite.toReversed());
  const [uplink, toNext, toPrevious] = ["eth1", "eth2", "eth3"];
  const next = bare(interfaceTowards(nodeOf(lab, "dest1"), "dest2")?.peer.address[6] ?? "");
  expect(
    made.flatMap((line) => /^dest1: (?:sysctl -q -w net\.)?(.*=1|ip .*)$/.exec(line)?.[1] ?? []),
  ).toEqual([
    "ipv4.ip_forward=1",
    "ipv6.conf.all.forwarding=1",
    ...[toNext, toPrevious].map((name) => `ipv4.conf.${name}.accept_local=1`),
    `ipv4.conf.${uplink}.ignore_routes_with_linkdown=1`,
    `ipv6.conf.${uplink}.ignore_routes_with_linkdown=1`,
    `ip -6 route add default via ${next} dev ${toNext} metric 50`,
  ]);
});

test("Multipath TCP changes limits, addresses and web servers, and leaves them as they were", async () => {
  const { made, undone } = await changes({ kind: "mptcp" }, 6, (command) =>
    command === "ip mptcp limits" ? "add_addr_accepted 0 subflows 2 \n" : "",
  );
  const of = (node: string, told: string[]) => told.filter((line) => line.startsWith(`${node}:`));
  expect(of("dest2", made).filter((line) => !/sysctl -n|limits$|listening/.test(line))).toEqual([
    "dest2: sysctl -q -w net.mptcp.allow_join_initial_addr_port=0",
    "dest2: ip mptcp limits set subflow 4 add_addr_accepted 4",
    "dest2: ip mptcp endpoint add 2001:db8:d::2 signal",
    "dest2: nginx -c /lab/nginx.conf -s stop",
    "dest2: mptcpize run nginx -c /lab/nginx.conf",
  ]);
  expect(of("origin2", undone)).toEqual([
    "origin2: ip mptcp limits set add_addr_accepted 0 subflows 2",
  ]);
  expect(of("dest2", undone)).toEqual([
    "dest2: nginx -c /lab/nginx.conf -s stop",
    "dest2: ss --tcp --numeric --no-header state listening sport = :80",
    "dest2: nginx -c /lab/nginx.conf",
    "dest2: ip mptcp endpoint flush",
    "dest2: ip mptcp limits set add_addr_accepted 0 subflows 2",
    "dest2: sysctl -q -w net.mptcp.allow_join_initial_addr_port=",
  ]);
});
