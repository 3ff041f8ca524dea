import { describe, expect, test } from "vitest";
import { oneOf, shippedLab, shippedTopology } from "../../tests/helpers/shipped.js";
import { bare, buildLab, interfaceTowards, nodeOf } from "../topology/index.js";
import { anycastLines, configure, prependTowards, refreshOut } from "./commands.js";
import { frrConf } from "./frr-conf.js";

const lab = shippedLab("article");
const dest1 = nodeOf(lab, "dest1");
const hop3a = nodeOf(lab, "hop3a");

test("configure hands every line to bgpd as an argument of its own", () => {
  expect(configure(["router bgp 1", " network 10.0.0.0/8"])).toEqual([
    "vtysh",
    "-d",
    "bgpd",
    "-c",
    "configure terminal",
    "-c",
    "router bgp 1",
    "-c",
    " network 10.0.0.0/8",
  ]);
});

describe("anycastLines", () => {
  test.each([
    [4, `${lab.vip[4]}/32`],
    [6, `${lab.vip[6]}/128`],
  ] as const)("name the prefix that frr.conf announces in family %i", (family, prefix) => {
    const withdrawn = anycastLines(lab, dest1, family, false);
    expect(withdrawn).toEqual([
      `router bgp ${dest1.asn}`,
      `address-family ipv${family} unicast`,
      `no network ${prefix}`,
    ]);
    const announced = anycastLines(lab, dest1, family, true);
    expect(announced.at(-1)).toBe(`network ${prefix}`);
    expect(frrConf(lab, dest1)).toContain(`  network ${prefix}\n`);
  });
});

describe("prependTowards", () => {
  const peer = interfaceTowards(hop3a, "hop2")?.peer.address;
  const v4 = bare(peer?.[4] ?? "");
  const v6 = bare(peer?.[6] ?? "");

  test("sets the sequence, then binds it in both families", () => {
    const { asn } = hop3a;
    expect(prependTowards(hop3a, "hop2", 3)).toEqual([
      "route-map PREPEND-HOP2 permit 10",
      ` set as-path prepend ${asn} ${asn} ${asn}`,
      "exit",
      `router bgp ${asn}`,
      "address-family ipv4 unicast",
      `neighbor ${v4} route-map PREPEND-HOP2 out`,
      "exit-address-family",
      "address-family ipv6 unicast",
      `neighbor ${v6} route-map PREPEND-HOP2 out`,
      "exit-address-family",
    ]);
  });

  test("unbinds the map before it removes it", () => {
    expect(prependTowards(hop3a, "hop2", 0)).toEqual([
      `router bgp ${hop3a.asn}`,
      "address-family ipv4 unicast",
      `no neighbor ${v4} route-map PREPEND-HOP2 out`,
      "exit-address-family",
      "address-family ipv6 unicast",
      `no neighbor ${v6} route-map PREPEND-HOP2 out`,
      "exit-address-family",
      "exit",
      "no route-map PREPEND-HOP2",
    ]);
  });

  test("binds the map that frr.conf names for a topology that prepends from the start", () => {
    const spec = { ...shippedTopology("article") };
    // Both members, so that the choice at hop2 stays one of equal cost.
    spec.prepend = ["hop3a", "hop3b"].map((node) => ({ node, towards: "hop2", count: 2 }));
    const prepended = oneOf(buildLab(spec, {}));
    const conf = frrConf(prepended, nodeOf(prepended, "hop3a"));
    const bindings = prependTowards(hop3a, "hop2", 2).filter((line) => / out$/.test(line));
    expect(bindings).toHaveLength(2);
    for (const line of bindings) expect(conf).toContain(`  ${line}\n`);
  });

  test("refuses a neighbour that is none", () => {
    expect(() => prependTowards(hop3a, "origin", 1)).toThrow("hop3a has no link to origin");
  });
});

test("refreshOut asks for one family", () => {
  expect(refreshOut(6).at(-1)).toBe("clear bgp ipv6 unicast * soft out");
});
