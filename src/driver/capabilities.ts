import { readFileSync } from "node:fs";
import { ShiftError } from "../core/index.js";
import type { LabNode } from "../topology/index.js";

/** Capabilities that nodes get, with their numbers (include/uapi/linux/capability.h). */
const NUMBERS = {
  chown: 0,
  dac_override: 1,
  fowner: 3,
  fsetid: 4,
  kill: 5,
  setgid: 6,
  setuid: 7,
  setpcap: 8,
  net_bind_service: 10,
  net_admin: 12,
  net_raw: 13,
  sys_chroot: 18,
  sys_admin: 21,
  mknod: 27,
  audit_write: 29,
  setfcap: 31,
} as const;
type Capability = keyof typeof NUMBERS;

const ALL = Object.keys(NUMBERS) as Capability[];

/**
 * The capability bounding set of a node, for `setpriv --bounding-set`: what Docker leaves to a container that is not
 * privileged (moby oci/caps/defaults.go) and what the containers of a lab get beyond it.
 */
export function boundingSet(node: LabNode): string {
  // zebra insists on SYS_ADMIN; origins run no FRR.
  const kept = ALL.filter((name) => name !== "sys_admin" || node.role !== "origin");
  return ["-all", ...kept.map((name) => `+${name}`)].join(",");
}

/** Capabilities that this process would have to have to make nodes, and has not. */
export function missingCapabilities(): string[] {
  const status = readFileSync("/proc/self/status", "utf8");
  const effective = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? "0"}`);
  return ALL.filter((name) => ((effective >> BigInt(NUMBERS[name])) & 1n) === 0n);
}

/** @throws ShiftError E_PRIVILEGE that names every capability that this process lacks. */
export function requireCapabilities(): void {
  const missing = missingCapabilities();
  if (missing.length === 0) return;
  throw new ShiftError({
    code: "E_PRIVILEGE",
    message: `namespaces for nodes cannot be made without the capabilities ${missing.join(", ")}`,
    hint: "run it as root on the machine itself, or in a container started with --privileged",
  });
}
