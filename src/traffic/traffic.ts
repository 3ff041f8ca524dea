import { randomInt } from "node:crypto";
import {
  type Family,
  type Scope,
  type TrafficRecord,
  type UntilOptions,
  until,
} from "../core/index.js";
import type { RunningLab } from "../driver/index.js";
import { ANYCAST, type Traffic } from "../scenario/index.js";
import { nodeOf, nodesOf, unicastOf } from "../topology/index.js";

/** What traffic needs to know of the lab that it runs in. */
export interface TrafficContext {
  running: RunningLab;
  family: Family;
  /** Ends every program at the end of the case. */
  scope: Scope;
  ports: SourcePorts;
  /** What is known so far of the connections of another traffic, if that is held. */
  soFar(traffic: string): readonly TrafficRecord[];
  signal?: AbortSignal | undefined;
}

const FIRST_PORT = 10_000;
/** Where the kernel's own range begins (ip_local_port_range). */
const PORTS_END = 32_768;
const PORTS = PORTS_END - FIRST_PORT;

/**
 * Source ports below the kernel's own range, so that a record always finds its packets. None is used again before all
 * others were, unless a scenario asks for it: a device may still hold a broken connection's socket, and a new connection
 * of the same port that is moved there would stall.
 */
export class SourcePorts {
  readonly #next = new Map<string, number>();
  readonly #start: number;

  /** @param start the first port that each origin is given */
  constructor(start: number) {
    this.#start = start;
  }

  /** So many ports in a row; the first one comes after the last one. */
  take(origin: string, count: number): number[] {
    const first = this.#next.get(origin) ?? this.#start;
    const portAt = (index: number) => FIRST_PORT + ((first - FIRST_PORT + index) % PORTS);
    this.#next.set(origin, portAt(count));
    return Array.from({ length: count }, (_, index) => portAt(index));
  }
}

/** A port to start from: with the same ports in every lab, each would draw the same members from the same hash. */
export function randomPort(): number {
  return randomInt(FIRST_PORT, PORTS_END);
}

/** Traffic that has been started. */
export interface RunningTraffic {
  readonly id: string;
  /** Resolves when every connection that is to be under way at the event is; rejects with E_TRAFFIC or E_TIMEOUT. */
  established(): Promise<void>;
  /** The device that answered the first connection, once known. */
  firstDevice(): string | undefined;
  /** One request on each held connection, after the probe before; only held traffic has it. */
  probe?(): Promise<void>;
  /** What is known so far of each connection; only held traffic has it. */
  soFar?(): readonly TrafficRecord[];
  /** Resets each held connection from its own end; only held traffic has it. */
  abort?(): Promise<void>;
  /** Waits for the traffic's own end and returns what each program said. */
  finished(): Promise<TrafficRecord[]>;
}

/**
 * Waits until traffic is under way, or all of it has ended.
 * @param done resolves when all of it has ended, and rejects with its failure
 * @throws ShiftError E_TIMEOUT or E_INTERRUPTED, or the traffic's failure.
 */
export async function waitUnderWay(
  what: string,
  isUnderWay: () => boolean | Promise<boolean>,
  done: Promise<unknown>,
  options: UntilOptions,
): Promise<void> {
  let ended = false;
  const end = () => {
    ended = true;
  };
  done.then(end, end);
  const look = async () => {
    // Its failure, if it was one.
    if (ended) await done;
    return ended || isUnderWay();
  };
  await until(what, look, options);
}

/** The origins that a traffic starts from: the named ones, else all. */
export function originsOf(context: TrafficContext, traffic: Traffic): string[] {
  return traffic.from ?? nodesOf(context.running.spec.lab, "origin").map(({ name }) => name);
}

/** The address that a traffic goes to. */
export function addressOf(context: TrafficContext, traffic: Traffic): string {
  const { lab } = context.running.spec;
  if (traffic.to === ANYCAST) return lab.vip[context.family];
  return unicastOf(nodeOf(lab, traffic.to), context.family);
}
