import { z } from "zod";
import { duration, size } from "./quantities.js";
import { ANYCAST, references } from "./references.js";

const id = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, "expected a lower-case name of letters, digits and -");

const nodeName = () => z.string().regex(/^[a-z][a-z0-9]{0,11}$/, "expected the name of a node");
const nodeRef = nodeName().register(references, { kind: "node" });
const hopRef = nodeName().register(references, { kind: "hop" });
const originRef = nodeName().register(references, { kind: "origin" });
const link = z.tuple([nodeName(), nodeName()]).register(references, { kind: "link" });
const trafficRef = id.clone().register(references, { kind: "traffic" });
const origins = z.array(originRef).min(1).describe("origins that open the connections");
const target = z
  .string()
  .register(references, { kind: "target" })
  .describe("anycast, or the name of a device: its own unicast address");
const count = z.number().int().min(1).max(20_000);

const curl = z.strictObject({
  kind: z.literal("curl"),
  id,
  from: origins.optional(),
  to: target.default(ANYCAST),
  direction: z.enum(["download", "upload"]).default("download"),
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
});

const keepAlive = z.strictObject({
  kind: z.literal("keep-alive"),
  id,
  from: origins.optional(),
  to: target.default(ANYCAST),
  size: size.default(1000),
  requests: z.number().int().min(2).max(20).default(2),
  gap: duration.describe("from the start of one request to the start of the next"),
  count: count.default(1),
  separate: z
    .boolean()
    .default(false)
    .describe("true: a connection of its own for every request, for comparison"),
});

const held = z.strictObject({
  kind: z.literal("held"),
  id,
  from: origins.optional(),
  to: target.default(ANYCAST),
  count,
  timeout: duration
    .default(3000)
    .describe("a probe without an answer for so long counts as stalled"),
  later: z
    .boolean()
    .default(false)
    .describe("true: opened by an `open` step, not before the timeline"),
});

const iperf = z.strictObject({
  kind: z.literal("iperf"),
  id,
  from: origins.optional(),
  to: target.default(ANYCAST),
  version: z
    .union([z.literal(2), z.literal(3)])
    .default(2)
    .describe("iperf 3 needs all of an origin's flows on one device (its control connection)"),
  streams: z.number().int().min(1).max(64),
  seconds: z.number().int().min(1).max(60),
  rate: size.optional().describe("bytes per second and stream"),
});

/** One kind of traffic. */
export const trafficSchema = z.discriminatedUnion("kind", [curl, keepAlive, held, iperf]);
export type Traffic = z.infer<typeof trafficSchema>;

/** A change of the lab that lasts for the whole case and is undone after it. */
export const conditionSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("packet-spray"),
    node: hopRef.describe("spreads packet by packet over its members, by nft numgen"),
  }),
  z.strictObject({
    kind: z.literal("resilient-group"),
    node: hopRef,
    buckets: z.number().int().min(8).max(65_535).default(1024),
    idle: duration.default(120_000),
  }),
  z.strictObject({
    kind: z.literal("mtu"),
    link: link.describe("[from, to]: the sending side is narrowed"),
    value: z.number().int().min(576).max(9000),
  }),
  z.strictObject({
    kind: z.literal("sysctl"),
    node: nodeRef,
    key: z.string().regex(/^net\.[a-z0-9_.]+$/),
    value: z.union([z.number().int(), z.string()]),
  }),
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
  z.strictObject({ do: z.literal("withdraw"), device, ...wait }),
  z.strictObject({ do: z.literal("announce"), device, ...wait }),
  z.strictObject({
    do: z.literal("flap"),
    device,
    times: z.number().int().min(1).max(100),
    down: duration,
    up: duration,
    ...wait,
  }),
  z.strictObject({ do: z.literal("link-down"), link, ...wait }),
  z.strictObject({ do: z.literal("link-up"), link, ...wait }),
  z.strictObject({
    do: z.literal("prepend"),
    node: nodeRef,
    towards: nodeRef,
    times: z.number().int().min(0).max(8),
    ...wait,
  }),
  z.strictObject({
    do: z.literal("drop"),
    node: nodeRef,
    for: duration.describe("drops every packet to and from the anycast address"),
    ...wait,
  }),
  z.strictObject({
    do: z.literal("open"),
    traffic: trafficRef.describe("held connections that have `later: true`"),
    ...wait,
  }),
  z.strictObject({
    do: z.literal("probe"),
    traffic: trafficRef.describe("held connections: one request on each that still lives"),
    ...wait,
  }),
]);
export type Step = z.infer<typeof stepSchema>;

const fraction = z.number().min(0).max(1);
const of = trafficRef.describe("id of the traffic");

/** Something that must hold, judged from the packets. */
export const expectationSchema = z.discriminatedUnion("that", [
  z.strictObject({ that: z.literal("every-connection"), of, is: z.enum(["closed", "reset"]) }),
  z.strictObject({
    that: z.literal("sequence"),
    of,
    matches: z
      .string()
      .describe("tcpdump's flags in order, … for any run: `[S] [S.] [.] [P.] … [R]`"),
  }),
  z
    .strictObject({ that: z.literal("shifted"), of })
    .describe(
      "every reset is a no-socket RST, and the captures prove that another device than the first one sent it",
    ),
  z.strictObject({
    that: z.literal("most-reset"),
    of,
    atLeast: fraction,
    onHandshake: fraction
      .default(0)
      .describe("share of them that must break on the handshake's ACK"),
  }),
  z
    .strictObject({ that: z.literal("member-only"), of, link })
    .describe("connections on this member link reset, all others closed"),
  z
    .strictObject({ that: z.literal("origin-only"), of, origin: originRef })
    .describe("connections of this origin reset, all others closed"),
  z
    .strictObject({ that: z.literal("fragments-only"), of, mtu: z.number().int() })
    .describe(
      "uploads that fit the MTU all close; larger ones reset exactly when their fragments reached another device",
    ),
  z
    .strictObject({ that: z.literal("grows-with-size"), of })
    .describe("the share reset rises with the transfer size"),
  z
    .strictObject({ that: z.literal("next-request-reset"), of })
    .describe("the request after the event is answered by RST"),
  z.strictObject({
    that: z.literal("share"),
    of,
    probe: z.number().int().min(1).describe("which probe, counted from 1"),
    broken: fraction.describe("what theory says of all connections probed then"),
    collateral: fraction.describe("what theory says of those whose own device stayed healthy"),
  }),
]);
export type Expectation = z.infer<typeof expectationSchema>;

/** A scenario file. */
export const scenarioSchema = z.strictObject({
  name: id,
  title: z.string().min(1),
  about: z.string().min(1).describe("what a reader of the report should know"),
  control: z
    .boolean()
    .default(false)
    .describe("true: other cases in this lab and family prove nothing unless this one passes"),
  topology: z.union([
    z.string(),
    z.strictObject({ name: z.string(), with: z.record(z.string(), z.number().int()) }),
  ]),
  families: z
    .array(z.union([z.literal(4), z.literal(6)]))
    .min(1)
    .default([4]),
  conditions: z.array(conditionSchema).default([]),
  traffic: z.array(trafficSchema).min(1),
  timeline: z.array(stepSchema).default([]),
  expect: z.array(expectationSchema).min(1),
});

/** A scenario as read: durations in milliseconds, sizes in bytes, defaults filled in. */
export type Scenario = z.infer<typeof scenarioSchema>;
