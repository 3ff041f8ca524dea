import { dockerSockets, listContainers, listNetworks } from "../clean/docker-objects.js";
import { runProcesses } from "../clean/run-processes.js";
import { hostFiles, mounts, namedNamespaces, type State, sysctls } from "./host-state.js";
import { networkState } from "./network-state.js";

/** What a run could leave behind or change on the host, kind by kind. */
export type AuditKind =
  | "namespace"
  | "link"
  | "route"
  | "rule"
  | "nft table"
  | "qdisc"
  | "sysctl"
  | "container"
  | "network"
  | "mount"
  | "process"
  | "file";

/** The host at one moment: for each kind, name to value. */
export type Audit = Record<AuditKind, State>;

/** Looks at the host. Takes no lock and changes nothing. */
export async function takeAudit(): Promise<Audit> {
  const sockets = dockerSockets();
  const [network, containers, networks] = await Promise.all([
    networkState(),
    Promise.all(sockets.map(listContainers)),
    Promise.all(sockets.map(listNetworks)),
  ]);
  return {
    namespace: namedNamespaces(),
    link: network.links,
    route: network.routes,
    rule: network.rules,
    "nft table": network.nftTables,
    qdisc: network.qdiscs,
    sysctl: sysctls(),
    container: new Map(containers.flat().map(({ name, runId }) => [name, runId ?? ""])),
    network: new Map(networks.flat().map(({ name, runId }) => [name, runId ?? ""])),
    mount: mounts(),
    process: new Map(
      runProcesses().map(({ pid, runId, command }) => [`${pid} (${command})`, runId]),
    ),
    file: hostFiles(),
  };
}
