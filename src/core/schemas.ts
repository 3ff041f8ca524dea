import { z } from "zod";

/** Nanoseconds as decimal text: JSON numbers cannot hold them. */
export const nanoseconds = z
  .string()
  .regex(/^-?\d+$/)
  .describe("nanoseconds, decimal text");

/** Something that was done to the lab, when it was ordered, and when the router concerned first showed it. */
export const eventRecordSchema = z.strictObject({
  event: z.string().describe("withdraw, announce, link-down, link-up, prepend, drop, probe, …"),
  target: z.string().describe("node or link it was done to"),
  devices: z
    .array(z.string())
    .optional()
    .describe(
      "of a link: the devices that nothing else leads to; left out where the target is one",
    ),
  unreached: z
    .array(z.string())
    .optional()
    .describe("devices that it was to bring back, and that still have no path"),
  times: z
    .number()
    .int()
    .optional()
    .describe("of prepending: how many AS numbers are prepended now"),
  how: z
    .enum(["kill", "reload"])
    .optional()
    .describe("of a restart: reload lets the server end what it serves"),
  orderedWallNs: nanoseconds,
  orderedMonoNs: nanoseconds,
  router: z.string().optional().describe("router whose FIB was watched"),
  seenWallNs: nanoseconds
    .optional()
    .describe(
      "first netlink message about the anycast route, or about the link itself, wall clock",
    ),
  seen: z.string().optional().describe("that message"),
  stays: z
    .literal(true)
    .optional()
    .describe("no message came, and none had to: BGP settles on the route that the router had"),
  followedWallNs: nanoseconds
    .optional()
    .describe("when the agents had followed it that choose the device in a router's stead"),
});
export type EventRecord = z.infer<typeof eventRecordSchema>;

/** What a traffic program itself said of one connection or transfer. */
export const trafficRecordSchema = z.strictObject({
  traffic: z.string().describe("id of the traffic in the scenario"),
  program: z.enum(["curl", "iperf", "iperf3", "held"]),
  origin: z.string(),
  client: z.string().optional().describe("ip:port, where the program told it"),
  server: z.string(),
  device: z.string().optional().describe("device that named itself in the answer"),
  said: z
    .enum(["ok", "reset", "cut", "refused", "unreachable", "timeout", "error"])
    .describe(
      "cut: the server closed before its answer was whole; unreachable: a router answered the SYN with an ICMP error",
    ),
  detail: z.string().describe("the program's own words or exit code"),
  bytes: z.number().optional(),
  size: z.number().optional().describe("bytes asked for"),
  transfer: z
    .number()
    .int()
    .optional()
    .describe("where broken transfers go on: which of the traffic's transfers it was for"),
  set: z
    .number()
    .int()
    .optional()
    .describe("keep-alive over one connection: which of the traffic's sets of requests it was for"),
  startWallNs: nanoseconds,
  durationMs: z.number(),
  probes: z
    .array(
      z.strictObject({
        said: z.enum(["ok", "reset", "timeout", "skipped"]),
        startWallNs: nanoseconds,
        delayMs: z.number(),
      }),
    )
    .optional()
    .describe("held connections: one entry a probe; skipped when the connection had broken before"),
});
export type TrafficRecord = z.infer<typeof trafficRecordSchema>;

/** One capture file of a case. */
export const captureRecordSchema = z.strictObject({
  node: z.string(),
  interface: z.string(),
  peer: z
    .string()
    .describe("node at the other end of the link; several, with + between, for the interface any"),
  point: z.enum(["origin", "member-link", "device"]),
  macs: z
    .array(z.string())
    .optional()
    .describe("MAC addresses of both ends of its links, as they were deployed"),
  file: z.string().describe("relative to the run folder"),
  packets: z.number().int(),
  droppedByKernel: z.number().int(),
});
export type CaptureRecord = z.infer<typeof captureRecordSchema>;

/**
 * What the routers' kernels, asked beforehand, said of the held connections to the anycast address: the device that each
 * one's next packet reaches.
 */
export const oracleRecordSchema = z.strictObject({
  tested: z
    .literal(true)
    .optional()
    .describe("asked whatever is known of it: how often it is right is what the case is about"),
  skipped: z.string().optional().describe("why nothing could be foretold"),
  clients: z
    .array(z.string())
    .describe(
      "the held connections by ip:port, in the order in which they became known; one that is named again is a later connection of the same port",
    ),
  predictions: z.array(
    z.strictObject({
      askedWallNs: nanoseconds,
      untilWallNs: nanoseconds
        .optional()
        .describe("when something was done to the lab again; later packets are not foretold"),
      devices: z
        .string()
        .describe(
          "for each connection known then, in order: its device, - for none, ? where nothing is foretold; one space between",
        ),
    }),
  ),
});
export type OracleRecord = z.infer<typeof oracleRecordSchema>;
