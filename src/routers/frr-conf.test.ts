import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { oneOf, shippedLab } from "../../tests/helpers/shipped.js";
import { topologySchema } from "../scenario/index.js";
import { bare, buildLab, type Lab, type LabNode, nodeOf } from "../topology/index.js";
import { frrConf } from "./frr-conf.js";

const fans = fc
  .record({ origins: fc.integer({ min: 1, max: 8 }), devices: fc.integer({ min: 2, max: 8 }) })
  .map((parameters) => shippedLab("fan", parameters));

function routersOf(lab: Lab): LabNode[] {
  return lab.nodes.filter(({ asn }) => asn !== 0);
}

/** The neighbours of an frr.conf as `address AS`. */
function neighboursOf(conf: string): string[] {
  return [...conf.matchAll(/^ neighbor (\S+) remote-as (\d+)$/gm)].map(
    ([, address, asn]) => `${address} ${asn}`,
  );
}

describe("frrConf", () => {
  it("has a session from both sides of every link between routers, in both families", () => {
    fc.assert(
      fc.property(fans, (lab) => {
        const neighbours = new Map(
          routersOf(lab).map((node) => [node.name, neighboursOf(frrConf(lab, node))]),
        );
        let sessions = 0;
        for (const node of routersOf(lab)) {
          for (const { address, peer } of node.interfaces) {
            const remote = nodeOf(lab, peer.node);
            for (const family of [4, 6] as const) {
              const there = `${bare(peer.address[family])} ${remote.asn}`;
              const back = `${bare(address[family])} ${node.asn}`;
              const speaks = remote.role !== "origin";
              expect(neighbours.get(node.name)?.includes(there)).toBe(speaks);
              if (speaks) expect(neighbours.get(remote.name)).toContain(back);
              if (speaks) sessions++;
            }
          }
        }
        // And no others.
        expect([...neighbours.values()].flat()).toHaveLength(sessions);
      }),
    );
  });

  it("takes as many equal paths as a router has neighbours", () => {
    const spec = topologySchema.parse({
      name: "wide",
      title: "wide",
      nodes: {
        origin: { role: "origin" },
        hop: { role: "hop", ecmp: true },
        "mid#": { role: "hop", count: 20 },
        dest: { role: "device" },
      },
      links: [
        ["origin", "hop"],
        ["hop", "mid#"],
        ["mid#", "dest"],
      ],
    });
    const lab = oneOf(buildLab(spec, {}));
    const pathsOf = (name: string) =>
      frrConf(lab, nodeOf(lab, name)).match(/^ {2}maximum-paths \d+$/gm);
    expect(pathsOf("hop")).toEqual(["  maximum-paths 20", "  maximum-paths 20"]);
    expect(pathsOf("mid1")).toEqual(["  maximum-paths 16", "  maximum-paths 16"]);
  });

  it("announces the anycast address at every device and nowhere else", () => {
    fc.assert(
      fc.property(fans, (lab) => {
        for (const node of routersOf(lab)) {
          const conf = frrConf(lab, node);
          const device = node.role === "device";
          expect(conf.includes(`  network ${lab.vip[4]}/32\n`)).toBe(device);
          expect(conf.includes(`  network ${lab.vip[6]}/128\n`)).toBe(device);
        }
      }),
    );
  });

  it("defines every route-map before its first use", () => {
    fc.assert(
      fc.property(fans, (lab) => {
        for (const node of routersOf(lab)) {
          const conf = frrConf(lab, node);
          for (const [, name] of conf.matchAll(/^ {2}neighbor \S+ route-map (\S+)/gm)) {
            const definition = conf.indexOf(`route-map ${name} permit`);
            expect(definition).toBeGreaterThanOrEqual(0);
            expect(definition).toBeLessThan(conf.indexOf(` route-map ${name} `));
          }
        }
      }),
    );
  });
});
