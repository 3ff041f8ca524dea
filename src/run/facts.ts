import type { Family } from "../core/index.js";
import { type Lab, nodesOf, unicastOf } from "../topology/index.js";
import type { LabFacts } from "../verdict/index.js";

/** The addresses of a lab in one family. */
export function labFacts(lab: Lab, family: Family): LabFacts {
  const named = (role: "origin" | "device") =>
    nodesOf(lab, role).map((node) => ({ name: node.name, address: unicastOf(node, family) }));
  return { vip: lab.vip[family], origins: named("origin"), devices: named("device") };
}
