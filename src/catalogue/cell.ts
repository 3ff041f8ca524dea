import type { Family } from "../core/index.js";
import type { ProbeId } from "../driver/index.js";
import type {
  ConditionInput,
  ExpectationInput,
  StepInput,
  TrafficInput,
} from "../scenario/index.js";

/** What a cell of the matrix is run with. */
export interface Cell {
  /** Members of the ECMP group: devices behind the hop. */
  members: number;
  family: Family;
  /** Connections that are exposed and judged. */
  connections: number;
}

/** Parts of all connections, 0 to 1; what is left survives. */
export interface Fates {
  /** Broke, and their own device was lost. */
  own: number;
  /** Broke although their own device was healthy and announced. */
  collateral: number;
  /** Got neither an answer nor a reset. */
  stalled: number;
}

/** The scenario of one cell while it is put together: a cause makes it, a mitigation changes it. */
export interface CellPlan {
  topology: { name: string; with: Record<string, number> };
  /** The hops that choose the device of a packet. */
  choosers: readonly string[];
  /** How each of them chooses; undefined: by the kernel's hash-threshold group as BGP made it. */
  balancer?: Balancer;
  conditions: ConditionInput[];
  traffic: TrafficInput[];
  timeline: StepInput[];
  /** What must hold beside the fates of the judged connections, such as that others saw nothing. */
  expect: ExpectationInput[];
}

/** A condition that decides how a hop chooses, whichever hop. */
export type Balancer = WithoutNode<Extract<ConditionInput, { node: string }>>;
// Of each kind on its own: of their union, Omit would leave only what they have in common.
type WithoutNode<T> = T extends unknown ? Omit<T, "node"> : never;

/** What a cause or a mitigation asks for; a host or cell without it cannot run it. */
export interface Needs {
  /** Ids of the probes of `doctor`. */
  probes?: readonly ProbeId[];
  /** At least and at most so many members. */
  members?: readonly [number, number];
  families?: readonly Family[];
}

/** Id of the traffic whose connections a cell judges. */
export const JUDGED = "judged";
/** Node names of the topologies that cells run in. */
export const HOP = "core";
export const EXPOSED_ORIGIN = "origin1";
/** The topology that is the usual one with balancers between that hop and the devices. */
export const TIER = { topology: "tier", of: "cluster", balancers: ["lb1", "lb2"] } as const;

/** Connections that are opened before the timeline, or by an `open` step, and used by each probe. */
export function judgedTraffic({ connections }: Cell, more: Partial<HeldInput> = {}): TrafficInput {
  return { kind: "held", id: JUDGED, from: [EXPOSED_ORIGIN], count: connections, ...more };
}

type HeldInput = Extract<TrafficInput, { kind: "held" }>;

/** A plan with nothing in it but the usual topology and the judged connections. */
export function usualPlan(cell: Cell): CellPlan {
  return {
    topology: { name: TIER.of, with: { devices: cell.members } },
    choosers: [HOP],
    conditions: [],
    traffic: [judgedTraffic(cell)],
    timeline: [],
    expect: [],
  };
}
