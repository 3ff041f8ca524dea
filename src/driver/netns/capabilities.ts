import type { LabNode } from "../../topology/index.js";

/** What Docker leaves to a container that is not privileged (moby oci/caps/defaults.go). */
const CONTAINER_CAPABILITIES = [
  "audit_write",
  "chown",
  "dac_override",
  "fowner",
  "fsetid",
  "kill",
  "mknod",
  "net_bind_service",
  "net_raw",
  "setfcap",
  "setgid",
  "setpcap",
  "setuid",
  "sys_chroot",
];

/** The capability bounding set of a node, for `setpriv --bounding-set`: the same that the containers of a lab get. */
export function boundingSet(node: LabNode): string {
  // zebra insists on SYS_ADMIN; origins run no FRR.
  const own = node.role === "origin" ? ["net_admin"] : ["net_admin", "sys_admin"];
  return ["-all", ...[...CONTAINER_CAPABILITIES, ...own].map((name) => `+${name}`)].join(",");
}
