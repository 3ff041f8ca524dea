import type { Scope } from "../core/index.js";
import type { KernelFeatures, Lab } from "../topology/index.js";
import type { NodeShell } from "./node-shell.js";

/** A lab that is to be brought up: its model and its folder, with every file already written. */
export interface LabSpec {
  lab: Lab;
  /** Unique on the host: container and namespace names are made from it. */
  name: string;
  /** Id of the run that owns the lab; every object carries it. */
  runId: string;
  /** Absolute path of the lab's folder, one sub-folder for each node. */
  folder: string;
  features: KernelFeatures;
}

/** A lab that is up: every node has its links, addresses and daemons. */
export interface RunningLab {
  readonly spec: LabSpec;
  /** @throws RangeError for a node that the lab does not have. */
  node(name: string): NodeShell;
  /** Names of nodes whose first process has ended. */
  deadNodes(): string[];
  /** Removes the lab and proves that nothing of it is left. @throws ShiftError E_CLEANUP. */
  destroy(): Promise<void>;
}

/** What brings labs up: containerlab on Docker, or network namespaces alone. */
export interface LabDriver {
  readonly name: "containerlab" | "netns";
  /**
   * Brings a lab up and registers its removal in the scope before anything is made.
   * @throws ShiftError E_DEPLOY or E_NODE_BOOT.
   */
  deploy(spec: LabSpec, scope: Scope, signal?: AbortSignal): Promise<RunningLab>;
  /** Versions of the tools it uses, for the run document. */
  versions(): Promise<Record<string, string>>;
}
