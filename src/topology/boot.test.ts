import { expect, test } from "vitest";
import { shippedLab } from "../../tests/helpers/shipped.js";
import { bootScript, ipBatch } from "./boot.js";
import { nodeOf, unicastOf } from "./lab.js";
import { sysctlsOf } from "./sysctls.js";

const uplinks = shippedLab("uplinks");
const cluster = shippedLab("cluster");
const lines = (lab: typeof cluster, node: string) => ipBatch(nodeOf(lab, node)).trim().split("\n");

test("an origin with several links sends over all of them, from the address that they have in common", () => {
  expect(lines(uplinks, "origin")).toEqual([
    "link set lo up",
    "addr add 198.51.100.2/32 dev lo",
    "addr add 2001:db8:a:1::2/128 dev lo nodad",
    "addr add 198.18.0.0/31 dev eth1",
    "addr add 2001:db8:0:1::1/64 dev eth1 nodad",
    "addr add 198.18.0.2/31 dev eth2",
    "addr add 2001:db8:0:2::1/64 dev eth2 nodad",
    "route add local 198.19.0.0/21 dev lo",
    "route add local 2001:db8:b:1::/64 dev lo",
    "route add default src 198.51.100.2 nexthop via 198.18.0.1 dev eth1 nexthop via 198.18.0.3 dev eth2",
    "route add default src 2001:db8:a:1::2 nexthop via 2001:db8:0:1::2 dev eth1 nexthop via 2001:db8:0:2::2 dev eth2",
  ]);
});

test("each of its first hops announces and reaches its address and its pool", () => {
  const { networks } = nodeOf(uplinks, "first2");
  expect(networks.map((prefix) => prefix[4])).toEqual(["198.51.100.0/29", "198.19.0.0/21"]);
  expect(lines(uplinks, "first2").filter((line) => line.startsWith("route"))).toEqual([
    "route add 198.19.0.0/21 via 198.18.0.2 dev eth1",
    "route add 2001:db8:b:1::/64 via 2001:db8:0:2::1 dev eth1",
    "route add 198.51.100.0/29 via 198.18.0.2 dev eth1",
    "route add 2001:db8:a:1::/64 via 2001:db8:0:2::1 dev eth1",
  ]);
});

test("an origin with one link has its address there, and so has its hop", () => {
  expect(lines(cluster, "origin2")).toEqual([
    "link set lo up",
    "addr add 198.51.100.10/29 dev eth1",
    "addr add 2001:db8:a:2::2/64 dev eth1 nodad",
    "route add local 198.19.8.0/21 dev lo",
    "route add local 2001:db8:b:2::/64 dev lo",
    "route add default via 198.51.100.9 dev eth1",
    "route add default via 2001:db8:a:2::1 dev eth1",
  ]);
  expect(lines(cluster, "first2").filter((line) => line.startsWith("route"))).toEqual([
    "route add 198.19.8.0/21 via 198.51.100.10 dev eth1",
    "route add 2001:db8:b:2::/64 via 2001:db8:a:2::2 dev eth1",
  ]);
});

test("a device has the anycast address and one of its own, which is its unicast address", () => {
  const device = nodeOf(cluster, "dest2");
  expect(lines(cluster, "dest2").slice(1, 5)).toEqual([
    "addr add 203.0.113.10/32 dev lo",
    "addr add 2001:db8:cafe::10/128 dev lo nodad",
    "addr add 192.0.2.2/32 dev lo",
    "addr add 2001:db8:d::2/128 dev lo nodad",
  ]);
  expect([unicastOf(device, 4), unicastOf(device, 6)]).toEqual(["192.0.2.2", "2001:db8:d::2"]);
  expect(lines(cluster, "dest2").join()).not.toContain("route");
});

test("no offload of any link joins packets or splits them", () => {
  const { interfaces } = nodeOf(cluster, "core");
  const script = bootScript(nodeOf(cluster, "core"));
  expect(script).toContain(`for link in ${interfaces.map(({ name }) => name).join(" ")}; do`);
  expect(script).toContain("ethtool -K $link tso off gso off gro off tx off rx off\n");
});

test("a router hashes addresses, protocol and ports in both families, with a seed of its own if the kernel has one", () => {
  const router = sysctlsOf(nodeOf(cluster, "core"), { hashSeed: true });
  for (const family of ["ipv4", "ipv6"]) {
    expect(router[`net.${family}.fib_multipath_hash_policy`]).toBe("3");
    // FIB_MULTIPATH_HASH_FIELD_*: source 1, destination 2, protocol 4, source port 16, destination port 32.
    expect(router[`net.${family}.fib_multipath_hash_fields`]).toBe(String(1 + 2 + 4 + 16 + 32));
  }
  const seed = "net.ipv4.fib_multipath_hash_seed";
  expect(router[seed]).not.toBe(sysctlsOf(nodeOf(cluster, "first1"), { hashSeed: true })[seed]);
  expect(sysctlsOf(nodeOf(cluster, "core"), { hashSeed: false })).not.toHaveProperty(seed);
});

test("packets of a node have its TTL in both families, on links that are up and those to come", () => {
  const { ttl } = nodeOf(cluster, "dest3");
  const sysctls = sysctlsOf(nodeOf(cluster, "dest3"), { hashSeed: true });
  for (const key of [
    "ipv4.ip_default_ttl",
    "ipv6.conf.all.hop_limit",
    "ipv6.conf.default.hop_limit",
  ])
    expect(sysctls[`net.${key}`]).toBe(String(ttl));
});
