import type { DualAddress } from "./lab.js";

// Documentation ranges for what is announced (RFC 5737, RFC 3849), the benchmarking range for links (RFC 2544).

/** What the plan below takes addresses from. */
export const PLAN_RANGES = {
  ipv4: ["198.18.0.0/15", "198.51.100.0/24", "192.0.2.0/24"],
  ipv6: ["2001:db8::/48", "2001:db8:a::/48", "2001:db8:b::/48", "2001:db8:d::/48"],
} as const;

/** Both ends of the n-th link (0-based): a /31 (RFC 3021) and a /64. */
export function linkAddresses(n: number): [DualAddress, DualAddress] {
  const v4 = (host: number) => `198.18.${Math.floor((2 * n) / 256)}.${((2 * n) % 256) + host}/31`;
  const v6 = (host: number) => `2001:db8:0:${(n + 1).toString(16)}::${host + 1}/64`;
  return [
    { 4: v4(0), 6: v6(0) },
    { 4: v4(1), 6: v6(1) },
  ];
}

/**
 * The access link of the n-th origin (0-based): its hop's end, its own end, the prefix of the link, and a pool of more
 * addresses at the origin; its hop announces both prefixes.
 */
export function originAddresses(n: number): {
  hop: DualAddress;
  own: DualAddress;
  prefix: DualAddress;
  pool: DualAddress;
} {
  const v6 = `2001:db8:a:${(n + 1).toString(16)}::`;
  return {
    hop: { 4: `198.51.100.${8 * n + 1}/29`, 6: `${v6}1/64` },
    own: { 4: `198.51.100.${8 * n + 2}/29`, 6: `${v6}2/64` },
    prefix: { 4: `198.51.100.${8 * n}/29`, 6: `${v6}/64` },
    pool: { 4: `198.19.${8 * n}.0/21`, 6: `2001:db8:b:${(n + 1).toString(16)}::/64` },
  };
}

/** The unicast address of the n-th device (0-based). */
export function deviceUnicast(n: number): DualAddress {
  return { 4: `192.0.2.${n + 1}/32`, 6: `2001:db8:d::${(n + 1).toString(16)}/128` };
}

/** A locally administered MAC address that tells the node and interface; a lab has at most 255 nodes (shape.ts). */
export function macOf(nodeIndex: number, interfaceIndex: number): string {
  const hex = (value: number) => value.toString(16).padStart(2, "0");
  return `02:a5:00:00:${hex(nodeIndex)}:${hex(interfaceIndex)}`;
}
