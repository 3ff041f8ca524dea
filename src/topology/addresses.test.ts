import fc from "fast-check";
import { Address4, Address6 } from "ip-address";
import { describe, expect, it } from "vitest";
import { shippedLab } from "../../tests/helpers/shipped.js";
import { linkAddresses } from "./addresses.js";
import type { Lab } from "./lab.js";

const labs = fc.oneof(
  fc
    .record({ origins: fc.integer({ min: 1, max: 8 }), devices: fc.integer({ min: 2, max: 8 }) })
    .map((parameters) => shippedLab("fan", parameters)),
  fc.constant(shippedLab("uplinks")),
);

/** First and last address of a prefix. */
function rangeOf(prefix: string): { first: bigint; last: bigint; prefix: string } {
  const address = prefix.includes(":") ? new Address6(prefix) : new Address4(prefix);
  return {
    first: address.startAddress().bigInt(),
    last: address.endAddress().bigInt(),
    prefix,
  };
}

/** Pairs of prefixes that share an address. */
function overlaps(prefixes: string[]): string[] {
  const ranges = prefixes.map(rangeOf).sort((a, b) => (a.first < b.first ? -1 : 1));
  return ranges.slice(1).flatMap((range, index) => {
    const before = ranges[index] as typeof range;
    return range.first <= before.last ? [`${before.prefix} and ${range.prefix}`] : [];
  });
}

function twice<T>(values: T[]): T[] {
  return values.filter((value, index) => values.indexOf(value) < index);
}

/** One prefix for each link, the own address of each device and origin, and the anycast address once. */
function prefixesOf(lab: Lab, family: 4 | 6): string[] {
  const links = lab.links.map(({ ends: [end] }) => {
    const node = lab.nodes.find(({ name }) => name === end.node);
    return node?.interfaces.find(({ name }) => name === end.interface)?.address[family] as string;
  });
  const own = lab.nodes.flatMap(({ loopback }) => loopback.slice(-1).map((pair) => pair[family]));
  const pools = lab.nodes.flatMap(({ pool }) => (pool ? [pool[family]] : []));
  return [...links, ...own, ...pools, lab.vip[family]];
}

describe("the address plan of fans of all sizes, and of an origin with two links", () => {
  it("gives no address away twice", () => {
    fc.assert(
      fc.property(labs, (lab) => {
        expect(overlaps(prefixesOf(lab, 4))).toEqual([]);
        expect(overlaps(prefixesOf(lab, 6))).toEqual([]);
      }),
    );
  });

  it("puts both ends of a link into one prefix, at different addresses", () => {
    fc.assert(
      fc.property(labs, (lab) => {
        for (const { address, peer } of lab.nodes.flatMap((node) => node.interfaces)) {
          for (const family of [4, 6] as const) {
            expect(rangeOf(address[family])).toMatchObject({
              first: rangeOf(peer.address[family]).first,
              last: rangeOf(peer.address[family]).last,
            });
            expect(address[family]).not.toBe(peer.address[family]);
          }
        }
      }),
    );
  });

  it("gives every node what tells it from the others", () => {
    fc.assert(
      fc.property(labs, ({ nodes }) => {
        const routers = nodes.filter(({ role }) => role !== "origin");
        const devices = nodes.filter(({ role }) => role === "device");
        expect(twice(nodes.map(({ name }) => name))).toEqual([]);
        expect(twice(routers.map(({ asn }) => asn))).toEqual([]);
        expect(twice(routers.map(({ routerId }) => routerId))).toEqual([]);
        expect(twice(routers.map(({ hashSeed }) => hashSeed))).toEqual([]);
        expect(twice(nodes.flatMap((node) => node.interfaces.map(({ mac }) => mac)))).toEqual([]);
        // A capture tells a device by the TTL of what it sends, some hops away.
        expect(twice(devices.map(({ ttl }) => ttl))).toEqual([]);
        expect(Math.max(...devices.map(({ ttl }) => ttl))).toBeLessThan(256);
        expect(routers.every(({ asn }) => asn >= 64_512 && asn <= 65_534)).toBe(true);
      }),
    );
  });

  it("gives each of a thousand links a /31 and a /64 of its own", () => {
    const ends = Array.from({ length: 1000 }, (_, n) => linkAddresses(n));
    for (const family of [4, 6] as const) {
      expect(overlaps(ends.map(([end]) => end[family]))).toEqual([]);
      for (const [a, b] of ends) {
        expect(rangeOf(a[family]).first).toBe(rangeOf(b[family]).first);
        expect(a[family]).not.toBe(b[family]);
      }
    }
  });

  it("sees an overlap where there is one", () => {
    expect(overlaps(["198.18.0.0/31", "198.18.0.2/31", "198.18.0.3/31"])).toEqual([
      "198.18.0.2/31 and 198.18.0.3/31",
    ]);
  });
});
