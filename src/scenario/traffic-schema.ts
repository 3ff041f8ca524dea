import { z } from "zod";
import { EACH_ONCE } from "./json-schema.js";
import { id, originRef, trafficRef } from "./names.js";
import { duration, size } from "./quantities.js";
import { ANYCAST, references } from "./references.js";

const trafficId = id.describe("names it in steps and expectations; unique in the scenario");
const origins = z
  .array(originRef)
  .min(1)
  .meta(EACH_ONCE)
  .describe("origins that open the connections; all when left out");
const target = z
  .string()
  .register(references, { kind: "target" })
  .describe("anycast, or the name of a device: its own unicast address");
/** Connections that one traffic may open from each origin. */
export const MOST_CONNECTIONS = 20_000;
const count = z.number().int().min(1).max(MOST_CONNECTIONS);

// curl takes whole requests a day: up to here a gap is true to a tenth of a second.
const MAX_GAP_MS = 120_000;

const curl = z
  .strictObject({
    kind: z.literal("curl"),
    id: trafficId,
    from: origins.optional(),
    to: target.default(ANYCAST),
    direction: z
      .enum(["download", "upload"])
      .default("download")
      .describe("which side sends the payload"),
    sizes: z.array(size).min(1).describe("one set of transfers for each size"),
    rate: size.optional().describe("bytes per second of each transfer"),
    count: count.default(1).describe("transfers for each origin and size"),
    parallel: z
      .number()
      .int()
      .min(1)
      .max(64)
      .default(16)
      .describe("transfers at once, those of all origins and sizes together"),
    background: z
      .boolean()
      .default(false)
      .describe(
        "true: the timeline goes on while transfers start; false: as many as `parallel` allows are under way first",
      ),
    retry: z
      .number()
      .int()
      .min(1)
      .max(20)
      .optional()
      .describe(
        "of downloads: one that breaks, or stands still or waits to be connected for two seconds, goes on with the rest over a new connection, up to so many times",
      ),
  })
  .refine(({ direction, retry }) => direction === "download" || retry === undefined, {
    path: ["retry"],
    message: "expected no retry with uploads: a range can be asked of downloads only",
  })
  .describe(
    "transfers by curl, each over a connection of its own; one that takes longer than 90 s is given up",
  );

const keepAlive = z
  .strictObject({
    kind: z.literal("keep-alive"),
    id: trafficId,
    from: origins.optional(),
    to: target.default(ANYCAST),
    size: size.default(1000).describe("payload of each answer"),
    requests: z.number().int().min(2).max(20).default(2).describe("requests one after another"),
    gap: duration
      .refine((ms) => ms >= 1 && ms <= MAX_GAP_MS, "expected a gap from 1ms to 2m")
      .describe("from the start of one request to the start of the next, at most 2m"),
    count: count.default(1).describe("such sets of requests for each origin"),
    separate: z
      .boolean()
      .default(false)
      .describe("true: a connection of its own for every request, for comparison"),
  })
  .describe(
    "requests with idle gaps between them, over one connection that is kept; one that takes longer than 90 s is given up",
  );

const held = z
  .strictObject({
    kind: z.literal("held"),
    id: trafficId,
    from: origins.optional(),
    to: target.default(ANYCAST),
    count: count.describe("connections of each origin"),
    timeout: duration
      .default(3000)
      .describe("a probe without an answer for so long counts as stalled"),
    later: z
      .boolean()
      .default(false)
      .describe("true: opened by an `open` step, not before the timeline"),
    sources: z
      .enum(["one", "many", "unbound"])
      .default("one")
      .describe(
        "many: an address of its own for each connection, as if clients of a whole network; unbound: connect() chooses address and port, which otherwise are bound before",
      ),
    portsOf: trafficRef
      .optional()
      .describe(
        "other held traffic: these connections use again the source addresses and ports of those of it that were reset; in a control, where none is, they have their own",
      ),
    mptcp: z
      .boolean()
      .optional()
      .describe("true: the program's sockets are Multipath TCP's, by mptcpize(8)"),
    upload: size
      .optional()
      .describe("payload that each probe sends, a few bytes when left out; not beside `answer`"),
    answer: size
      .optional()
      .describe("payload that each probe asks for, a few bytes when left out; not beside `upload`"),
  })
  .refine(({ sources, portsOf }) => sources === "one" || portsOf === undefined, {
    path: ["sources"],
    message: "expected no sources beside portsOf, which brings them along",
  })
  .describe(
    "many connections by one program, each with a short request when it opens, then idle until a probe uses it once",
  );

const iperf = z
  .strictObject({
    kind: z.literal("iperf"),
    id: trafficId,
    from: origins.optional(),
    to: target.default(ANYCAST),
    version: z
      .union([z.literal(2), z.literal(3)])
      .default(2)
      .describe(
        "iperf 3 needs all of an origin's flows on one device, for its control connection: by a condition at the ECMP hop, sysctl `net.ipv4.fib_multipath_hash_policy` 0 or `net.ipv6.fib_multipath_hash_fields` 3, which its control keeps. Its server serves one client at a time: name one origin in `from`",
      ),
    streams: z.number().int().min(1).max(64).describe("streams of each origin, at once"),
    seconds: z.number().int().min(1).max(60).describe("how long each stream sends"),
    rate: size.optional().describe("bytes per second and stream"),
  })
  .describe("parallel streams by iperf, each over a connection of its own");

/** One kind of traffic. */
export const trafficSchema = z.discriminatedUnion("kind", [curl, keepAlive, held, iperf]);
export type Traffic = z.infer<typeof trafficSchema>;
export type HeldTraffic = Extract<Traffic, { kind: "held" }>;
export type TrafficInput = z.input<typeof trafficSchema>;

/** Whether it waits for a step of the timeline that opens it. */
export function opensLater(traffic: Traffic): boolean {
  return traffic.kind === "held" && traffic.later;
}
