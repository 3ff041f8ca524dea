import { z } from "zod";
import { expectationSchema } from "./expectation-schema.js";
import { hopRef, id, link, nodeRef, originRef, trafficRef } from "./names.js";
import { duration, size } from "./quantities.js";
import { ANYCAST, references } from "./references.js";

const trafficId = id.describe("names it in steps and expectations; unique in the scenario");
const origins = z
  .array(originRef)
  .min(1)
  .describe("origins that open the connections; all when left out");
const target = z
  .string()
  .register(references, { kind: "target" })
  .describe("anycast, or the name of a device: its own unicast address");
const count = z.number().int().min(1).max(20_000);

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
    parallel: z.number().int().min(1).max(64).default(16).describe("transfers at once"),
    background: z
      .boolean()
      .default(false)
      .describe(
        "true: the timeline goes on while transfers start; false: every transfer is under way first",
      ),
  })
  .describe("transfers by curl, each over a connection of its own");

const keepAlive = z
  .strictObject({
    kind: z.literal("keep-alive"),
    id: trafficId,
    from: origins.optional(),
    to: target.default(ANYCAST),
    size: size.default(1000).describe("payload of each answer"),
    requests: z.number().int().min(2).max(20).default(2).describe("requests one after another"),
    gap: duration.describe("from the start of one request to the start of the next"),
    count: count.default(1).describe("such sets of requests for each origin"),
    separate: z
      .boolean()
      .default(false)
      .describe("true: a connection of its own for every request, for comparison"),
  })
  .describe("requests with idle gaps between them, over one connection that is kept");

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
  })
  .describe("many connections by one program, idle until a probe uses each of them once");

const iperf = z
  .strictObject({
    kind: z.literal("iperf"),
    id: trafficId,
    from: origins.optional(),
    to: target.default(ANYCAST),
    version: z
      .union([z.literal(2), z.literal(3)])
      .default(2)
      .describe("iperf 3 needs all of an origin's flows on one device (its control connection)"),
    streams: z.number().int().min(1).max(64).describe("streams of each origin, at once"),
    seconds: z.number().int().min(1).max(60).describe("how long each stream sends"),
    rate: size.optional().describe("bytes per second and stream"),
  })
  .describe("parallel streams by iperf, each over a connection of its own");

/** One kind of traffic. */
export const trafficSchema = z.discriminatedUnion("kind", [curl, keepAlive, held, iperf]);
export type Traffic = z.infer<typeof trafficSchema>;

/** A change of the lab that lasts for the whole case and is undone after it. */
export const conditionSchema = z.discriminatedUnion("kind", [
  z
    .strictObject({
      kind: z.literal("packet-spray"),
      node: hopRef,
    })
    .describe(
      "a hop spreads packets one by one over its members, whatever connection they belong to (nft numgen)",
    ),
  z
    .strictObject({
      kind: z.literal("resilient-group"),
      node: hopRef,
      buckets: z.number().int().min(8).max(65_535).default(1024).describe("size of the hash table"),
      idle: duration
        .default(120_000)
        .describe("idle timer: a bucket that was used since is not moved"),
    })
    .describe(
      "a hop forwards by a resilient next-hop group that an agent edits in place as BGP changes",
    ),
  z
    .strictObject({
      kind: z.literal("mtu"),
      link: link.describe("[from, to]: the sending side is narrowed"),
      value: z.number().int().min(576).max(9000).describe("MTU in bytes; 1280 or more for IPv6"),
    })
    .describe("a link carries smaller packets only, so that larger ones are fragmented"),
  z
    .strictObject({
      kind: z.literal("sysctl"),
      node: nodeRef,
      key: z
        .string()
        .regex(
          /^net\.[a-z0-9_.]+$/,
          "expected a network sysctl such as net.ipv4.fib_multipath_hash_policy",
        ),
      value: z.union([z.number().int(), z.string()]),
    })
    .describe("a node runs with another value of a network sysctl"),
]);
export type Condition = z.infer<typeof conditionSchema>;

const device = z
  .string()
  .register(references, { kind: "device" })
  .describe(
    "a device; `serving`: the device that answered the first connection; `withdrawn`: the device that withdrew last; `first`, `middle` or `last`: by its place in the ECMP hop's next-hop group",
  );
const wait = { after: duration.optional().describe("time to let pass first") };

/** One step of the timeline. */
export const stepSchema = z.discriminatedUnion("do", [
  z
    .strictObject({ do: z.literal("withdraw"), device, ...wait })
    .describe("a device withdraws the anycast prefix by BGP, and stays up"),
  z
    .strictObject({ do: z.literal("announce"), device, ...wait })
    .describe("a device announces the anycast prefix again"),
  z
    .strictObject({
      do: z.literal("flap"),
      device,
      times: z.number().int().min(1).max(100).describe("how often"),
      down: duration.describe("time withdrawn"),
      up: duration.describe("time announced"),
      ...wait,
    })
    .describe("a device withdraws and announces, again and again"),
  z
    .strictObject({ do: z.literal("link-down"), link, ...wait })
    .describe("the first node takes its end of a link down"),
  z
    .strictObject({ do: z.literal("link-up"), link, ...wait })
    .describe("the first node takes its end of a link up again"),
  z
    .strictObject({
      do: z.literal("prepend"),
      node: nodeRef,
      towards: nodeRef,
      times: z.number().int().min(0).max(8).describe("how often its AS is added; 0 stops it"),
      ...wait,
    })
    .describe(
      "a router prepends its own AS number towards a neighbour, which may then prefer another path",
    ),
  z
    .strictObject({
      do: z.literal("drop"),
      node: nodeRef,
      for: duration,
      ...wait,
    })
    .describe("a node drops every packet to and from the anycast address; no route changes"),
  z
    .strictObject({
      do: z.literal("open"),
      traffic: trafficRef.describe("held connections that have `later: true`"),
      ...wait,
    })
    .describe("opens held connections in the middle of the timeline"),
  z
    .strictObject({
      do: z.literal("probe"),
      traffic: trafficRef.describe("held connections"),
      ...wait,
    })
    .describe("one request on every held connection that still lives"),
]);
export type Step = z.infer<typeof stepSchema>;

/** A scenario file. */
export const scenarioSchema = z.strictObject({
  name: id.describe("names the cases and folders of a run; unique in it"),
  title: z.string().min(1).describe("one line: what happens"),
  about: z.string().min(1).describe("what a reader of the report should know"),
  control: z
    .boolean()
    .default(false)
    .describe("true: other cases in this lab and family prove nothing unless this one passes"),
  topology: z
    .union([
      z.string(),
      z.strictObject({
        name: z.string(),
        with: z.record(z.string(), z.number().int()).describe("values for its parameters"),
      }),
    ])
    .describe("name of a topology, alone or with values for its parameters"),
  families: z
    .array(z.union([z.literal(4), z.literal(6)]))
    .min(1)
    .default([4])
    .describe("IP versions; the scenario runs once in each"),
  conditions: z
    .array(conditionSchema)
    .default([])
    .describe("changes of the lab for the whole case, undone after it"),
  traffic: z.array(trafficSchema).min(1).describe("what opens the connections that are judged"),
  timeline: z
    .array(stepSchema)
    .default([])
    .describe("what is done once the traffic is under way, one step after another"),
  expect: z
    .array(expectationSchema)
    .min(1)
    .describe("what must hold, judged from the packets; all of it for a pass"),
});

/** A scenario as read: durations in milliseconds, sizes in bytes, defaults filled in. */
export type Scenario = z.infer<typeof scenarioSchema>;
