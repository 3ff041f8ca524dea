import { messageOf } from "../../core/index.js";
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

/** For each kind, name to value. */
export type HostState = Record<AuditKind, State>;

/** The host at one moment. */
export interface Audit {
  state: HostState;
  /** Who did not say what there is, with the reason; what they were asked for is not in the state. */
  unanswered: State;
}

/** Looks at the host. Takes no lock and changes nothing. @throws ShiftError E_TIMEOUT. */
export async function takeAudit(): Promise<Audit> {
  const unanswered: State = new Map();
  const [network, docker] = await Promise.all([
    networkState(unanswered),
    Promise.all(dockerSockets().map((socket) => dockerState(socket, unanswered))),
  ]);
  const containers = docker.flatMap((daemon) => daemon.containers);
  const networks = docker.flatMap((daemon) => daemon.networks);
  const state: HostState = {
    namespace: namedNamespaces(),
    link: network.links,
    route: network.routes,
    rule: network.rules,
    "nft table": network.nftTables,
    qdisc: network.qdiscs,
    sysctl: sysctls(),
    container: new Map(containers.map(({ name, runId }) => [name, runId ?? ""])),
    network: new Map(networks.map(({ name, runId }) => [name, runId ?? ""])),
    mount: mounts(),
    process: new Map(
      runProcesses().map(({ pid, runId, command }) => [`${pid} (${command})`, runId]),
    ),
    file: hostFiles(),
  };
  return { state, unanswered };
}

async function dockerState(socket: string, unanswered: State) {
  try {
    const [containers, networks] = await Promise.all([
      listContainers(socket),
      listNetworks(socket),
    ]);
    return { containers, networks };
  } catch (thrown) {
    unanswered.set(`the Docker daemon at ${socket}`, messageOf(thrown));
    return { containers: [], networks: [] };
  }
}
