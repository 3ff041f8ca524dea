import { stringify } from "yaml";
import { NODE_DIR } from "./boot.js";
import { type Lab, LINK_MTU, macAt } from "./lab.js";
import { type KernelFeatures, sysctlsOf } from "./sysctls.js";

/** What a containerlab file needs beside the lab itself. */
export interface ClabOptions {
  /** Lab name, unique on the host. */
  name: string;
  image: string;
  /** Labels for every container. */
  labels: Record<string, string>;
  features: KernelFeatures;
}

const NETWORK_CAPS = ["NET_ADMIN", "NET_RAW"];

/** The containerlab file of a lab. No management network: it would be a second, hidden path between the nodes. */
export function clabFile(lab: Lab, options: ClabOptions): string {
  const topology = {
    defaults: {
      kind: "linux",
      image: options.image,
      "image-pull-policy": "Never",
      cmd: `sh ${NODE_DIR}/boot`,
      "network-mode": "none",
      // The default, always, would bring a crashed node back without its links and call it running.
      "restart-policy": "no",
      privileged: false,
      labels: options.labels,
    },
    nodes: Object.fromEntries(
      lab.nodes.map((node) => [
        node.name,
        {
          ...(node.image ? { image: node.image } : {}),
          // zebra insists on SYS_ADMIN; origins run no FRR.
          "cap-add": node.role === "origin" ? NETWORK_CAPS : [...NETWORK_CAPS, "SYS_ADMIN"],
          binds: [
            `${node.name}:${NODE_DIR}`,
            `${node.name}/hosts:/etc/hosts:ro`,
            `${node.name}/resolv.conf:/etc/resolv.conf:ro`,
          ],
          sysctls: sysctlsOf(node, options.features),
        },
      ]),
    ),
    links: lab.links.map(({ ends }) => ({
      type: "veth",
      mtu: LINK_MTU,
      endpoints: ends.map((end) => ({ ...end, mac: macAt(lab, end) })),
    })),
  };
  const file = { name: options.name, mgmt: { "skip-when-unused": true }, topology };
  // Readers of YAML 1.1 take an unquoted no for false.
  return stringify(file, { lineWidth: 120, version: "1.1" });
}
