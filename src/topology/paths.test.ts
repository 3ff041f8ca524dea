import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { oneOf, shippedLab } from "../../tests/helpers/shipped.js";
import { topologySchema } from "../scenario/index.js";
import { buildLab } from "./build.js";
import { type Lab, type LabNode, nodeOf } from "./lab.js";
import { anycastMembers, expectedPaths, nextHopInterfaces } from "./paths.js";

/** Every loop-free way from a node to the first announcer on it, with its AS path length, by trying all of them. */
function waysFrom(lab: Lab, from: string, announcers: string[], passed: string[] = []): Way[] {
  if (announcers.includes(from)) return [{ nodes: [from], length: 0 }];
  const neighbours = lab.links.flatMap(({ ends: [a, b] }) =>
    a.node === from ? [b.node] : b.node === from ? [a.node] : [],
  );
  return neighbours
    .filter((name) => !passed.includes(name) && nodeOf(lab, name).role !== "origin")
    .flatMap((name) => {
      const prepended = nodeOf(lab, name).prepend.find(({ towards }) => towards === from)?.count;
      const step = 1 + (prepended ?? 0);
      return waysFrom(lab, name, announcers, [...passed, from]).map(({ nodes, length }) => ({
        nodes: [from, ...nodes],
        length: length + step,
      }));
    });
}

interface Way {
  nodes: string[];
  length: number;
}

function naiveNextHops(lab: Lab, node: LabNode, announcers: string[]): string[] {
  const ways = waysFrom(lab, node.name, announcers);
  const shortest = Math.min(...ways.map(({ length }) => length));
  const first = ways.filter(({ length }) => length === shortest).map(({ nodes }) => nodes[1]);
  return [...new Set(first)].sort() as string[];
}

/** Labs of up to six hops in any order, two devices at the first, others anywhere, and prepending anywhere. */
const labs = fc
  .record({
    // For each further hop, which earlier ones it is linked to.
    hops: fc.array(fc.array(fc.nat(5), { minLength: 1, maxLength: 3 }), { maxLength: 5 }),
    devices: fc.array(fc.nat(5), { maxLength: 3 }),
    prepend: fc.array(fc.tuple(fc.nat(20), fc.boolean(), fc.integer({ min: 1, max: 3 })), {
      maxLength: 4,
    }),
  })
  .map(({ hops, devices, prepend }) => {
    const links = new Set(["hop0 dest1", "hop0 dest2"]);
    for (const [index, earlier] of hops.entries()) {
      for (const to of earlier) links.add(`hop${to % (index + 1)} hop${index + 1}`);
    }
    for (const [index, at] of devices.entries()) {
      links.add(`hop${at % (hops.length + 1)} dest${index + 3}`);
    }
    const between = [...links].map((link) => link.split(" ") as [string, string]);
    // Never at the devices of the choice itself, which would undo it; one count for each pair.
    const counts = new Map<string, number>();
    for (const [which, turned, count] of prepend) {
      const [a, b] = between[2 + (which % Math.max(1, between.length - 2))] ?? [];
      if (a && b) counts.set(turned ? `${b} ${a}` : `${a} ${b}`, count);
    }
    return oneOf(
      buildLab(
        topologySchema.parse({
          name: "random",
          title: "A random lab",
          nodes: {
            origin: { role: "origin" },
            hop0: { role: "hop", ecmp: true },
            ...Object.fromEntries(hops.map((_, index) => [`hop${index + 1}`, { role: "hop" }])),
            dest1: { role: "device" },
            dest2: { role: "device" },
            ...Object.fromEntries(
              devices.map((_, index) => [`dest${index + 3}`, { role: "device" }]),
            ),
          },
          links: [["origin", "hop0"], ...between],
          prepend: [...counts].map(([pair, count]) => {
            const [node, towards] = pair.split(" ");
            return { node, towards, count };
          }),
        }),
      ),
    );
  });

describe("expectedPaths", () => {
  it("finds what trying every way finds", () => {
    fc.assert(
      fc.property(labs, (lab) => {
        for (const { prefix, nextHops } of expectedPaths(lab)) {
          const announcers = lab.nodes.filter(({ networks }) =>
            networks.some((network) => network[4] === prefix[4]),
          );
          const names = announcers.map(({ name }) => name);
          for (const node of lab.nodes.filter(({ asn }) => asn !== 0)) {
            const expected = names.includes(node.name) ? [] : naiveNextHops(lab, node, names);
            expect((nextHops.get(node.name) ?? []).toSorted()).toEqual(expected);
          }
        }
      }),
    );
  });

  it("takes both of the article's ways at hop2, and one everywhere else", () => {
    const lab = shippedLab("article");
    expect(anycastMembers(lab, "hop2")).toEqual(["hop3a", "hop3b"]);
    expect(anycastMembers(lab, "hop1")).toEqual(["hop2"]);
    expect(anycastMembers(lab, "hop3a")).toEqual(["dest1"]);
    expect(anycastMembers(lab, "dest1")).toEqual([]);
    expect(nextHopInterfaces(nodeOf(lab, "hop2"), ["hop3a", "hop3b"])).toEqual(["eth2", "eth3"]);
  });

  it("tells interfaces in the order of their text, as they are compared", () => {
    const lab = shippedLab("fan", { origins: 2, devices: 8 });
    const found = nextHopInterfaces(nodeOf(lab, "core"), anycastMembers(lab, "core"));
    expect(found).toContain("eth10");
    expect(found).toEqual(found.toSorted());
    expect(found[0]).toBe("eth10");
  });

  it("knows the way back to an origin from each of its first hops, and from the devices behind them", () => {
    const lab = shippedLab("uplinks");
    const own = expectedPaths(lab).find(({ prefix }) => prefix[4] === "198.51.100.0/29");
    expect(Object.fromEntries(own?.nextHops ?? [])).toEqual({
      dest1: ["first1"],
      dest2: ["first1"],
      dest3: ["first2"],
    });
    expect(anycastMembers(lab, "first1")).toEqual(["dest1", "dest2"]);
    expect(anycastMembers(lab, "first2")).toEqual(["dest3"]);
  });

  it("sends the fan's first origin to the near site until core prepends", () => {
    const lab = shippedLab("fan");
    expect(anycastMembers(lab, "first1")).toEqual(["core"]);
    nodeOf(lab, "core").prepend.push({ towards: "first1", count: 4 });
    expect(anycastMembers(lab, "first1")).toEqual(["detour"]);
    expect(anycastMembers(lab, "first2")).toEqual(["core"]);
  });
});
