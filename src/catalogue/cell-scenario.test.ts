import { expect, test } from "vitest";
import { cellScenario } from "./cell-scenario.js";
import { findCause, findMitigation } from "./find.js";

function scenario(cause: string, mitigation?: string, family: 4 | 6 = 4) {
  const cell = { members: 4, family, connections: 200 };
  return cellScenario(findCause(cause), mitigation ? findMitigation(mitigation) : undefined, cell);
}

const askedOf = (...of: Parameters<typeof scenario>) =>
  scenario(...of).expect.map((one) => one.that);

test("a bare cause has to show that what it resets was shifted, where it resets anything", () => {
  expect(askedOf("withdraw-first")).toEqual(["fates", "shifted", "graded"]);
  expect(askedOf("ecn-in-hash")).toEqual(["fates", "shifted", "graded"]);
  expect(askedOf("flap-idle")).toEqual(["fates"]);
  expect(askedOf("device-silent")).toEqual(["fates"]);
  expect(askedOf("ecn-in-hash", "resilient")).toEqual(["fates"]);
});

test("what else a cause or a mitigation expects is expected with it", () => {
  expect(askedOf("path-change", "resilient")).toEqual(["fates", "every-connection"]);
  expect(askedOf("path-change", "client-retry")).toEqual(["fates", "every-connection", "whole"]);
});

test("theory of the mitigation is what is expected, and that of the cause where it changes nothing", () => {
  expect(scenario("device-silent", "mptcp").expect[0]).toMatchObject({ stalled: 0 });
  expect(scenario("device-silent", "resilient").expect[0]).toMatchObject({ stalled: 1 / 4 });
});

test("what chooses stands at each hop that chooses, beside the conditions of the cause", () => {
  expect(scenario("fragments", "maglev").conditions).toMatchObject([
    { kind: "balance", by: "maglev", node: "core" },
    { kind: "sysctl", node: "origin1", key: "net.ipv4.ip_no_pmtu_disc", value: 1 },
    { kind: "mtu", link: ["first1", "core"], value: 1400 },
  ]);
  expect(scenario("balancer-lost", "maglev").conditions).toMatchObject([
    { kind: "balance", by: "maglev", node: "lb1" },
    { kind: "balance", by: "maglev", node: "lb2" },
  ]);
});

test("the tier's balancers choose the device, and the router before them goes on as it did", () => {
  const { topology, conditions } = scenario("ttl-in-hash", "l4-tier");
  expect(topology).toEqual({ name: "tier", with: { devices: 4 } });
  expect(conditions).toMatchObject([
    { kind: "balance", by: "maglev", pin: "table", node: "lb1" },
    { kind: "balance", by: "maglev", pin: "table", node: "lb2" },
    { kind: "balance", fields: ["source-address", "source-port", "ttl"], node: "core" },
  ]);
});

test("in the tier a device's link is lost at both balancers at once, and a balancer's own once", () => {
  expect(scenario("link-down", "l4-tier").timeline?.slice(0, 2)).toEqual([
    { do: "link-down", link: ["lb1", "dest1"], after: "100ms" },
    { do: "link-down", link: ["lb2", "dest1"] },
  ]);
  expect(scenario("balancer-lost", "l4-tier").timeline).toEqual(scenario("balancer-lost").timeline);
});

test("a device is drained before each of its withdrawals, in the time of that", () => {
  expect(scenario("withdraw-middle", "drain").timeline?.slice(0, 2)).toEqual([
    { do: "drain", device: "middle", after: "100ms" },
    { do: "withdraw", device: "middle" },
  ]);
});

test("without RSTs only the probes of a flap do not wait for their answers", () => {
  const probes = (cause: string) =>
    scenario(cause, "rst-suppression").timeline?.filter(({ do: what }) => what === "probe");
  expect(probes("flap-active")).toMatchObject([{ background: true }, { background: true }]);
  expect(probes("withdraw-first")).not.toMatchObject([{ background: true }]);
});

test("a hash of addresses has clients of many, and no other field, whoever hashes", () => {
  const many = (cause: string, family: 4 | 6 = 4) => {
    const { conditions, traffic } = scenario(cause, "l3-hash", family);
    expect(traffic[0]).toMatchObject({ id: "judged", sources: "many" });
    return conditions?.[0];
  };
  expect(many("ttl-in-hash")).toMatchObject({ kind: "balance", fields: ["source-address"] });
  expect(many("withdraw-first")).toMatchObject({
    key: "net.ipv4.fib_multipath_hash_policy",
    value: 0,
  });
  expect(many("withdraw-first", 6)).toMatchObject({
    key: "net.ipv6.fib_multipath_hash_fields",
    value: 3,
  });
});

test("fields that change are left out of the hash, and nothing else of the router's choice changes", () => {
  expect(scenario("ttl-in-hash", "stable-fields").conditions).toMatchObject([
    { kind: "balance", fields: ["source-address", "source-port"], node: "core" },
  ]);
  expect(scenario("per-packet", "stable-fields").conditions).toEqual([]);
});

test("every held connection speaks Multipath TCP where the devices do", () => {
  const { conditions, traffic } = scenario("path-change", "mptcp");
  expect(conditions).toMatchObject([{ kind: "mptcp" }]);
  expect(traffic).toMatchObject([{ mptcp: true }, { mptcp: true }]);
});

test("connections that a return exposes are opened while the device is away", () => {
  const { traffic, timeline } = scenario("return");
  expect(traffic).toMatchObject([{ id: "judged", later: true }]);
  expect(timeline?.map((step) => step.do)).toEqual(["withdraw", "open", "announce", "probe"]);
});
