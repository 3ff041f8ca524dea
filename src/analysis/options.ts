import { isIP } from "node:net";
import { HTTP_PORT, IPERF2_PORT, IPERF3_PORT } from "../core/index.js";
import type { HeldConnections } from "./held.js";

/** Ports that are taken for a server's when neither SYN nor SYN-ACK was captured. */
export const SERVICE_PORTS: readonly number[] = [HTTP_PORT, 443, IPERF2_PORT, IPERF3_PORT];

/** The last port that a TCP header can name. */
export const MAX_PORT = 65_535;

/** Connections that are told before the listener is waited for again. */
export const TOLD_AT_ONCE = 1024;

const MAX_CONNECTIONS = 1_000_000;
/** What the engine's memory can hold, with a second record for each. */
export const MOST_HELD = 4_000_000;

/** How captures are analysed. */
export interface AnalyzeOptions {
  /** Anycast addresses: the side that has one is the server where nobody was seen to open. */
  vips?: readonly string[];
  /** Server ports, 0 to 65,535, for the same guess. */
  servicePorts?: readonly number[];
  /** Keep the packets of all connections, or of those for which the function holds (see TracedConnection.order). */
  keepPackets?: boolean | ((file: string, order: number) => boolean);
  /** Tell only connections whose packets are kept. */
  onlyKept?: boolean;
  /** Keep only so many packets at each end of a connection. */
  packetEnds?: number;
  /** Show the connections inside IPIP, GRE, VXLAN and GENEVE. */
  decap?: boolean;
  /** Keep connections of different VLANs apart. */
  vlanKey?: boolean;
  /** Connections that are held at once, 1 to MOST_HELD; beyond it the longest idle ones are told early and forgotten. */
  maxConnections?: number;
  /** Waited for now and then before more connections are told: for a listener that hands on faster than others take. */
  ready?: () => Promise<void>;
  /**
   * Tells the connections that are held at the end instead of the listener, so that several threads can do it. Where
   * packets are kept, or capture points compared, the listener is told nevertheless.
   */
  tellHeld?: (held: HeldConnections) => Promise<void>;
}

/** The options with what stands in for those that were left out. */
export interface ResolvedOptions {
  /** In canonical text. */
  vips: ReadonlySet<string>;
  servicePorts: ReadonlySet<number>;
  keepPackets: (file: string, order: number) => boolean;
  keepsAny: boolean;
  onlyKept: boolean;
  packetEnds: number;
  decap: boolean;
  vlanKey: boolean;
  maxConnections: number;
  ready: () => Promise<void>;
  tellHeld: AnalyzeOptions["tellHeld"];
}

/** @throws RangeError for a value that an option cannot have */
export function resolveOptions(options: AnalyzeOptions): ResolvedOptions {
  for (const port of options.servicePorts ?? []) requireWhole("servicePorts", port, 0, MAX_PORT);
  const { maxConnections = MAX_CONNECTIONS, packetEnds = Number.POSITIVE_INFINITY } = options;
  requireWhole("maxConnections", maxConnections, 1, MOST_HELD);
  if (packetEnds !== Number.POSITIVE_INFINITY) requireWhole("packetEnds", packetEnds, 0);
  const keep = options.keepPackets ?? false;
  return {
    vips: new Set((options.vips ?? []).map(canonical)),
    servicePorts: new Set(options.servicePorts ?? SERVICE_PORTS),
    keepPackets: typeof keep === "function" ? keep : () => keep,
    keepsAny: keep !== false,
    onlyKept: options.onlyKept ?? false,
    packetEnds,
    decap: options.decap ?? false,
    vlanKey: options.vlanKey ?? false,
    maxConnections,
    ready: options.ready ?? (() => Promise.resolve()),
    tellHeld: options.tellHeld,
  };
}

function requireWhole(
  option: string,
  value: number,
  min: number,
  max = Number.MAX_SAFE_INTEGER,
): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new RangeError(`${option} has ${value}; give whole numbers from ${min} to ${max}`);
}

/** An address as packets' addresses are written here (RFC 5952): one written otherwise would be no packet's. */
function canonical(vip: string): string {
  // A zone is no part of a packet's address.
  const family = vip.includes("%") ? 0 : isIP(vip);
  if (family === 0) throw new RangeError(`vips has ${vip}; give single IP addresses`);
  return family === 4 ? vip : new URL(`http://[${vip}]`).hostname.slice(1, -1);
}
