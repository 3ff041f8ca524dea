import { runIdIn } from "../clean/run-id.js";
import type { AuditKind, HostState } from "./audit.js";

/** One difference between two looks at the host. */
interface Change {
  kind: AuditKind;
  name: string;
  before: string | undefined;
  after: string | undefined;
}

/** Kinds whose every object carries the id of its run: without this run's id it is somebody else's. */
const CARRIES_ID: ReadonlySet<AuditKind> = new Set([
  "namespace",
  "container",
  "network",
  "mount",
  "process",
]);

/** What containerlab writes for labs of others, whose names hold no run's id. */
const FILES_OF_LABS = /^\/etc\/ssh\/ssh_config\.d\/clab-/;

/** Links that containers and virtual machines of others bring and take along at any time. */
const GUESTS = /^(?:veth|br-|docker|virbr|vnet|tap|cali|cni|flannel|lxc)/;

/**
 * What a run left behind or changed, in words; empty when the host is as it was. What carries the id of another run,
 * and what containers of others bring along, is not this run's doing. A change that carries no id at all counts:
 * this tool changes nothing of the host, so that it must be looked at.
 */
export function compareStates(before: HostState, after: HostState, runId: string): string[] {
  return (Object.keys(before) as AuditKind[])
    .flatMap((kind) => changes(kind, before, after))
    .filter((change) => isBlamed(change, runId) && !isOfPassingLink(change, before, after))
    .map(describe);
}

function changes(kind: AuditKind, before: HostState, after: HostState): Change[] {
  const names = new Set([...before[kind].keys(), ...after[kind].keys()]);
  return [...names]
    .map((name) => ({ kind, name, before: before[kind].get(name), after: after[kind].get(name) }))
    .filter((change) => change.before !== change.after);
}

function isBlamed({ kind, name, before, after }: Change, runId: string): boolean {
  const ids = [name, before ?? "", after ?? ""].flatMap((text) => runIdIn(text) ?? []);
  if (ids.length > 0 || CARRIES_ID.has(kind)) return ids.includes(runId);
  if (kind === "file") return !FILES_OF_LABS.test(name);
  if (kind !== "link") return true;
  // containerlab makes links on the host and then moves them into its nodes: one that went is where it belongs.
  return !GUESTS.test(name) && !(name.startsWith("clab-") && after === undefined);
}

// Routes, qdiscs and sysctls of a link come and go with it: where the link itself was not there all the time, it is
// what counts.
function isOfPassingLink({ kind, name }: Change, before: HostState, after: HostState): boolean {
  const link = LINK_IN_NAME[kind]?.exec(name)?.[1];
  if (link === undefined || link === "all" || link === "default") return false;
  return !(before.link.has(link) && after.link.has(link));
}

/** Where the name of something that belongs to a link holds the name of the link. */
const LINK_IN_NAME: Partial<Record<AuditKind, RegExp>> = {
  route: / dev (\S+)/,
  qdisc: /^dev (\S+)/,
  sysctl: /^net\.(?:ipv4|ipv6|mpls)\.(?:conf|neigh)\.(.+)\.[^.]+$/,
};

function describe({ kind, name, before, after }: Change): string {
  if (before === undefined) return `${kind} ${name} was left`;
  if (after === undefined) return `${kind} ${name} is missing`;
  return `${kind} ${name} changed from ${before} to ${after}`;
}
