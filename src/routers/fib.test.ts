import { describe, expect, it } from "vitest";
import { shippedLab } from "../../tests/helpers/shipped.js";
import { nodeOf } from "../topology/index.js";
import { expectedFib, fibDifferences, parseRoutes } from "./fib.js";

// `ip -j route show table all proto bgp` (iproute2 6.1) where routes like those of the article's hop2 are installed.
const HOP2 = `[{"dst":"192.0.2.1","nhid":11,"gateway":"198.18.0.3","dev":"eth2","metric":20,"flags":[]},
{"dst":"192.0.2.2","nhid":12,"gateway":"198.18.0.5","dev":"eth3","metric":20,"flags":[]},
{"dst":"198.19.0.0/21","gateway":"198.18.0.0","dev":"eth1","metric":20,"flags":[]},
{"dst":"198.51.100.0/29","gateway":"198.18.0.0","dev":"eth1","metric":20,"flags":[]},
{"dst":"203.0.113.10","nhid":10,"metric":20,"flags":[],"nexthops":[{"gateway":"198.18.0.3","dev":"eth2","weight":1,"flags":[]},{"gateway":"198.18.0.5","dev":"eth3","weight":1,"flags":[]}]},
{"dst":"2001:db8:a:1::/64","gateway":"2001:db8:0:1::1","dev":"eth1","metric":20,"flags":[],"pref":"medium"},
{"dst":"2001:db8:b:1::/64","gateway":"2001:db8:0:1::1","dev":"eth1","metric":20,"flags":[],"pref":"medium"},
{"dst":"2001:db8:d::1","nhid":21,"gateway":"2001:db8:0:2::2","dev":"eth2","metric":20,"flags":[],"pref":"medium"},
{"dst":"2001:db8:d::2","nhid":22,"gateway":"2001:db8:0:3::2","dev":"eth3","metric":20,"flags":[],"pref":"medium"},
{"dst":"2001:db8:cafe::10","nhid":20,"metric":20,"flags":[],"pref":"medium","nexthops":[{"gateway":"2001:db8:0:2::2","dev":"eth2","weight":1,"flags":[]},{"gateway":"2001:db8:0:3::2","dev":"eth3","weight":1,"flags":[]}]}]`;

const lab = shippedLab("article");
const expected = expectedFib(lab, nodeOf(lab, "hop2"));

/** The routes above with one changed. */
function changed(from: string, to: string) {
  expect(HOP2).toContain(from);
  return parseRoutes(HOP2.replace(from, to));
}

describe("the FIB of the article's hop2", () => {
  it("agrees with what is expected", () => {
    expect(fibDifferences(expected, parseRoutes(HOP2))).toEqual([]);
  });

  it("has both members in the kernel's order", () => {
    expect(parseRoutes(HOP2).get("203.0.113.10")).toEqual({
      nextHops: [
        { dev: "eth2", gateway: "198.18.0.3" },
        { dev: "eth3", gateway: "198.18.0.5" },
      ],
    });
  });

  it("has the one way of a route without a group", () => {
    expect(parseRoutes(HOP2).get("192.0.2.1")).toEqual({
      nextHops: [{ dev: "eth2", gateway: "198.18.0.3" }],
    });
  });

  it("agrees whatever the order of the members", () => {
    const routes = parseRoutes(HOP2);
    routes.get("203.0.113.10")?.nextHops.reverse();
    expect(fibDifferences(expected, routes)).toEqual([]);
  });

  it("differs when the group is short of a member", () => {
    const short = changed(',{"gateway":"198.18.0.5","dev":"eth3","weight":1,"flags":[]}', "");
    expect(fibDifferences(expected, short)).toEqual([
      "203.0.113.10 over eth2 instead of eth2+eth3",
    ]);
  });

  it("differs when a route goes elsewhere or is missing", () => {
    const elsewhere = changed(
      '"2001:db8:0:2::2","dev":"eth2","metric"',
      '"2001:db8:0:1::1","dev":"eth1","metric"',
    );
    expect(fibDifferences(expected, elsewhere)).toEqual([
      "2001:db8:d::1 over eth1 instead of eth2",
    ]);
    const missing = changed('"dst":"198.51.100.0/29"', '"dst":"198.51.100.8/29"');
    expect(fibDifferences(expected, missing)).toEqual([
      "198.51.100.0/29 over nothing instead of eth1",
    ]);
  });

  it("is empty before BGP has said anything", () => {
    expect(parseRoutes("")).toEqual(new Map());
    expect(fibDifferences(expected, parseRoutes("[ ]"))).toHaveLength(expected.size);
  });

  it("is an error when ip says something else", () => {
    expect(() => parseRoutes('[{"dev":"eth1"}]')).toThrow(/dst/);
  });
});

describe("expectedFib", () => {
  it("has nothing for prefixes that a router announces itself", () => {
    const fib = expectedFib(lab, nodeOf(lab, "dest1"));
    expect(fib.has("203.0.113.10")).toBe(false);
    expect(fib.has("192.0.2.1")).toBe(false);
    expect(fib.get("192.0.2.2")).toEqual(["eth1"]);
  });
});
