/** "ok": works; "missing": does not; "note": works, with something to know about. */
type ProbeState = "ok" | "missing" | "note";

/** What a probe found. */
export interface Finding {
  state: ProbeState;
  /** What was seen, in a few words. */
  detail: string;
  /** The exact command that would mend it, or the sentence that says what would. */
  mend?: string;
}

/** One thing that a host has or lacks, found out by trying it. */
export interface Probe {
  /** Stable name, for scripts and for what scenarios need. */
  id: ProbeId;
  title: string;
  /** What cannot run without it. */
  neededFor: "every lab" | "netns" | "containerlab" | "some scenarios" | "large runs";
  look(): Promise<Finding>;
}

/** Stable names of the probes. */
export type ProbeId =
  | "root"
  | "namespaces"
  | "veth"
  | "node"
  | "sysctls"
  | "hash-policy"
  | "hash-seed"
  | "nexthop-groups"
  | "resilient-groups"
  | "capture"
  | "socket-kill"
  | "nftables"
  | "nft-socket"
  | "mptcp"
  | "tools"
  | "docker"
  | "containerlab"
  | "image"
  | "kernel"
  | "open-files";

/** A probe with what it found. */
export interface ProbeResult extends Finding {
  id: ProbeId;
  title: string;
  neededFor: Probe["neededFor"];
}
