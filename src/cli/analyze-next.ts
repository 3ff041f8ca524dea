import type { ConnectionRecord } from "../analysis/index.js";

/** What to look at next for one connection, by the most telling of its signs, and the causes of the catalogue that fit. */
export function nextStep(record: ConnectionRecord): string {
  const has = (id: string) => record.shifted.signs.some((sign) => sign.id === id && sign.for);
  const hint = HINTS.find(({ fits }) => fits(record, has));
  if (hint === undefined) {
    return "compare with captures at the devices: at the one that accepted it, and at one that has no handshake of it and sent the RST; both prove the shift";
  }
  const { text, causes } = hint;
  return causes ? `${text}; to see it in a lab: run --cause ${causes.join(" | ")}` : text;
}

/** What fits some signs. */
export interface Hint {
  fits: (record: ConnectionRecord, has: (sign: string) => boolean) => boolean;
  text: string;
  /** Ids in the catalogue. */
  causes?: readonly string[];
}

/** The most telling signs first. */
export const HINTS: readonly Hint[] = [
  {
    fits: (_, has) => has("too-big-ignored"),
    text: 'ICMP "too big" that another device got: hash ICMP errors by the packet they quote (policy 0), or clamp the MSS',
    causes: ["too-big-misdelivered"],
  },
  {
    fits: ({ shifted }) => shifted.signs.some(({ id }) => id === "silence"),
    text: "a device that drops what it does not know (conntrack, `ct state invalid drop`), one that is down and still announced, or a way that was broken; where ICMP errors came back, who sent them and why",
    causes: ["device-silent"],
  },
  {
    fits: (_, has) => has("stalled"),
    text: "look for a device that drops what it does not know, or has an older connection of the same ports (`ss` there; a client that used them again), for a way that loses what the client sends, or for a full accept queue",
    causes: ["device-silent"],
  },
  {
    fits: ({ shifted }) => shifted.signs.some((sign) => sign.id === "seen-at-points" && !sign.for),
    text: "ask the device that accepted it whether it had restarted, or closed the connection; where the capture is of a router, which of the devices beside it made the RST",
  },
  {
    fits: ({ shifted }) => shifted.signs.some(({ id }) => id === "unasked"),
    text: "a firewall, NAT or load balancer on the way that forgets idle connections: send keep-alives more often than its timeout",
  },
  {
    fits: ({ shifted }) => shifted.signs.some(({ id }) => id === "acked-afterwards"),
    text: "compare with a capture at the server: the RST is missing there if it was forged on the way; else packets of one flow are balanced one by one",
    causes: ["per-packet"],
  },
  {
    fits: ({ shifted }) =>
      shifted.grade === "possible" &&
      shifted.signs.some((sign) => sign.id === "rst-bare" && !sign.for),
    text: "compare with a capture at the server: the RST is missing there if it was forged on the way",
  },
  {
    fits: ({ outcome, reset }) => outcome === "partial" && reset !== undefined,
    text: "nothing but RSTs was captured, and so not what they answer: capture from earlier on, and both directions",
  },
  {
    fits: ({ reset, shifted }) => reset?.by === "client" && shifted.grade === "possible",
    text: "what took the client's socket is missing: capture both directions, see whether the capture lost packets, and ask the client's process whether it had closed it",
  },
  {
    fits: ({ reset, shifted }) => reset?.how === "abort" && shifted.grade === "no",
    text: "no shift: ask the server's process or kernel why it ended the connection",
  },
  {
    fits: ({ reset, shifted }) => reset?.how === "middlebox" && shifted.grade === "no",
    text: "look for a firewall or load balancer that ends connections, for a route that had changed, or for a device that rejects what it does not know by a RST with ACK flag (pf, lwIP)",
  },
  {
    fits: ({ reset, shifted }) => reset?.by === "server" && shifted.grade === "no",
    text: "no shift: the server had closed it before, and late packets were answered",
  },
  {
    fits: (_, has) => has("syn-acks-differ"),
    text: "look whether several devices answered one SYN, its packets balanced one by one or the SYN repeated across a route change, or one device that uses SYN cookies",
    causes: ["per-packet"],
  },
  {
    fits: (_, has) => has("fragmented"),
    text: "fragments have no ports: a router that hashes ports may send them elsewhere than whole packets; avoid them (MSS, path MTU discovery) or hash addresses only",
    causes: ["fragments"],
  },
  {
    fits: ({ reset }, has) => reset?.phase === "first-data" && has("ecn"),
    text: "look for ECN bits in the ECMP hash: SYNs are not ECN-capable, data is; take the bits out of it, or try with net.ipv4.tcp_ecn=0 at the origin",
    causes: ["ecn-in-hash"],
  },
  {
    fits: (_, has) => has("label-changed"),
    text: "the flow label or traffic class changed in the connection: where it is part of a hash or of a route, take it out (fields 0x37)",
  },
  {
    fits: ({ reset }) => reset?.phase === "handshake",
    text: "look for what splits a handshake: per-packet balancing, a cold neighbour entry, SYN cookies that another device cannot check; or for a listener that ended",
    causes: ["per-packet"],
  },
  {
    fits: (_, has) => has("after-retransmission"),
    text: "look for a retransmission that chose the path anew (IPv6 flow label, or the socket's hash under policy 1), or a route that changed while the device was silent",
    causes: ["flow-label-rto", "path-change"],
  },
  {
    fits: ({ reset, shifted }) => reset?.phase === "idle" && shifted.grade !== "no",
    text: "look for a membership change while it idled, or a resilient group, flow table, firewall or NAT that forgets idle flows (its timeout); and ask the server whether it had closed it",
    causes: ["flap-idle", "withdraw-last"],
  },
  {
    fits: ({ reset, shifted }) => reset?.phase === "transfer" && shifted.grade !== "no",
    text: "look for a route event in mid-transfer, at that moment: a withdrawal, a returning member or a new best path; without one, for a router that hashes otherwise since (replaced, booted anew)",
    causes: ["withdraw-last", "return", "link-down", "hash-seed"],
  },
  {
    fits: ({ reset }, has) => reset === undefined && has("rst-passed-over"),
    text: "look whether packets of one flow are balanced one by one, or the route came back: some may have reached a device without its session",
    causes: ["per-packet"],
  },
];
