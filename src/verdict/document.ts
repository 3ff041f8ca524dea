import { z } from "zod";
import { outcomeSchema, resetSchema, shiftedSchema } from "../analysis/schemas.js";
import { FATES, type Fate, LOSSES } from "../core/index.js";
import {
  captureRecordSchema,
  eventRecordSchema,
  nanoseconds as ns,
  oracleRecordSchema,
  trafficRecordSchema,
} from "../core/schemas.js";

export type { CaptureRecord, EventRecord } from "../core/index.js";

/** Version of run.json; raised when a reader of the old one would misread the new one. */
export const DOCUMENT_VERSION = "anycast-shift/run/1";

export const verdictSchema = z.enum(["pass", "fail", "inconclusive"]);
export const familySchema = z.union([z.literal(4), z.literal(6)]);

/** Something that must hold, and whether it did. */
const expectationResultSchema = z.strictObject({
  text: z.string(),
  verdict: verdictSchema,
  evidence: z.string().describe("the packets or numbers that decide it"),
});

/** One connection as the origin's capture shows it, with the devices that the device captures prove. */
const connectionResultSchema = z.strictObject({
  client: z.string(),
  server: z.string(),
  traffic: z.string().optional().describe("id of the traffic that opened it"),
  transfer: z
    .number()
    .int()
    .optional()
    .describe("where transfers go on over another connection: which of its traffic it served"),
  set: z
    .number()
    .int()
    .optional()
    .describe(
      "keep-alive: which set of requests it served; one that is lost goes on over another connection",
    ),
  sequence: z.string(),
  outcome: outcomeSchema,
  cut: z
    .literal(true)
    .optional()
    .describe("set where its server closed it before the answer was whole, as the program said"),
  reset: resetSchema
    .extend({
      device: z.string().optional().describe("device whose capture shows it sending this RST"),
    })
    .optional(),
  subflows: z
    .array(z.strictObject({ client: z.string(), server: z.string(), outcome: outcomeSchema }))
    .optional()
    .describe("further subflows of the same Multipath TCP connection, proven by its token"),
  devices: z
    .array(z.string())
    .describe(
      "the device that accepted it, then others that its packets reached after that, in order",
    ),
  predicted: z
    .array(z.string())
    .optional()
    .describe(
      "held connections: the devices that the oracle foretold, one after another; ? where it did not",
    ),
  shiftedAtWallNs: ns
    .optional()
    .describe("first packet at another device than the one that accepted it"),
  shifted: shiftedSchema.shape.grade.describe("the grade from the origin's capture alone"),
  fate: z
    .enum(FATES)
    .optional()
    .describe(
      "own: broke with its own device lost; collateral: with a healthy one; stalled: no answer, no reset while the program waited",
    ),
  metNoEvent: z
    .literal(true)
    .optional()
    .describe(
      "set where it had closed, or its client had reset it, before the first event took effect",
    ),
  afterEvents: z
    .literal(true)
    .optional()
    .describe("set where it began when the last event had taken effect, and none stays in force"),
  said: z.string().optional().describe("what the traffic program said"),
  agrees: z.boolean().optional().describe("whether the program's word and the packets agree"),
  capture: z.string().describe("the origin's capture, relative to the run folder"),
});
export type ConnectionResult = z.infer<typeof connectionResultSchema>;

/** One arrow of a sequence diagram, drawn from a captured packet. */
const ladderStepSchema = z.strictObject({
  wallNs: ns,
  from: z.string().describe("lifeline id"),
  to: z.string().describe("lifeline id"),
  flags: z.string(),
  length: z.number().int(),
  ttl: z.number().int(),
  line: z.string().describe("the packet as tcpdump -nn prints it"),
  times: z.number().int().describe("how many alike packets this arrow stands for"),
});
const ladderSchema = z.strictObject({
  title: z.string(),
  client: z.string(),
  server: z.string(),
  lifelines: z.array(z.strictObject({ id: z.string(), label: z.string() })),
  steps: z.array(ladderStepSchema),
  omitted: z.number().int().describe("packets that are not drawn"),
  omittedAfter: z
    .array(z.number().int())
    .optional()
    .describe("numbers, from 1, of the steps that they come after"),
});
export type Ladder = z.infer<typeof ladderSchema>;

/** A share beside what theory says. */
const shareSchema = z.strictObject({
  label: z.string(),
  count: z.number().int(),
  total: z.number().int(),
  share: z.number(),
  interval: z.tuple([z.number(), z.number()]).describe("95 % Wilson interval"),
  theory: z.number().optional(),
});
export type Share = z.infer<typeof shareSchema>;

/** A table of shares that a report draws as a chart. */
const chartSchema = z.strictObject({
  title: z.string(),
  x: z.string().describe("what the labels are, for example transfer size"),
  y: z.string(),
  shares: z.array(shareSchema),
});
export type Chart = z.infer<typeof chartSchema>;

/** Transfers that go on over another connection when one breaks: what a user sees of them. */
export const transfersSeenSchema = z.strictObject({
  traffic: z.string(),
  transfers: z.number().int(),
  whole: z.number().int().describe("arrived whole, over one connection or several"),
  broke: z.number().int().describe("needed more than one connection, or never arrived whole"),
  connections: z.number().int().describe("that all of them took"),
});
export type TransfersSeen = z.infer<typeof transfersSeenSchema>;

/** One value of a kind for each fate. */
export const byFate = <T extends z.ZodType>(value: T) =>
  z.strictObject(Object.fromEntries(FATES.map((fate) => [fate, value])) as Record<Fate, T>);

const tallySchema = z.strictObject({
  connections: z.number().int(),
  counts: byFate(z.number().int()),
  further: z
    .number()
    .int()
    .optional()
    .describe(
      "connections by which downloads or keep-alive sets went on: a download counts once, by its last, a set once, as lost where one of its connections was",
    ),
  again: byFate(z.number().int())
    .optional()
    .describe("keep-alive sets that were lost in this way, too, after a first loss in another"),
  early: z
    .number()
    .int()
    .optional()
    .describe("connections that had ended before the first event, which are not counted"),
  late: z
    .number()
    .int()
    .optional()
    .describe(
      "connections that began after the last event, none of which was lost; they are not counted",
    ),
});
/** What became of the connections of a case that met its events. */
export type Tally = z.infer<typeof tallySchema>;

/** A plan with its mitigation beside the same plan without it. */
export const comparisonSchema = z.strictObject({
  mitigation: z.string(),
  cost: z.string(),
  notAgainst: z
    .array(z.string())
    .nullable()
    .describe("causes that the mitigation does not help against; null for one of one's own"),
  without: tallySchema.nullable().describe("null where what became of some is open"),
  with: tallySchema.nullable(),
  saved: z
    .number()
    .int()
    .nullable()
    .describe(
      "connections that survive because of the mitigation, of as many as were run with it; null where that is not known, or chance explains the difference",
    ),
  fewer: z
    .partialRecord(z.enum(LOSSES), z.number().int())
    .describe("the same for each way of being lost, without those in which chance explains it"),
});
export type Comparison = z.infer<typeof comparisonSchema>;

const agreementSchema = z.strictObject({
  agreed: z.number().int(),
  total: z.number().int(),
});

/** The oracle's word beside the captures. */
const oracleResultSchema = oracleRecordSchema.extend({
  before: agreementSchema.describe("connections that began at the device foretold first"),
  after: agreementSchema.describe(
    "of those with packets after something was done: whose packets reached the device foretold anew",
  ),
  notForetold: z
    .number()
    .int()
    .optional()
    .describe("connections that at some time a router's own hash of IPv6 packets decided on"),
});
export type OracleResult = z.infer<typeof oracleResultSchema>;

/** One case: one scenario in one family. */
export const caseResultSchema = z.strictObject({
  name: z.string(),
  title: z.string(),
  about: z.string(),
  family: familySchema,
  scenario: z.string().describe("the scenario's file, relative to the run folder"),
  topology: z.string(),
  lab: z.string().describe("folder of the lab's files, relative to the run folder"),
  verdict: verdictSchema,
  reasons: z.array(z.string()).describe("why it is not a pass"),
  expectations: z.array(expectationResultSchema),
  connections: z.array(connectionResultSchema),
  events: z.array(eventRecordSchema),
  traffic: z.array(trafficRecordSchema),
  captures: z.array(captureRecordSchema),
  oracle: oracleResultSchema.optional(),
  shares: z.array(shareSchema),
  charts: z.array(chartSchema),
  transfers: z.array(transfersSeenSchema).optional().describe("where broken ones go on"),
  comparison: comparisonSchema
    .optional()
    .describe("with `validate`: what the mitigation of this case saves"),
  ladders: z.array(ladderSchema),
  durationMs: z.number(),
});
export type CaseResult = z.infer<typeof caseResultSchema>;

/** What the host and its tools were. */
export const hostFactsSchema = z.strictObject({
  kernel: z.string(),
  system: z.string(),
  cpus: z.number().int(),
  versions: z
    .record(z.string(), z.string())
    .describe("tool to version: frr, nginx, iproute2, containerlab, …"),
});

/** What went wrong besides what its cases tell. */
export const runErrorSchema = z.strictObject({
  code: z.string(),
  message: z.string(),
  hint: z.string().optional(),
  case: z.string().optional().describe("id of the case that could not be judged"),
});

/** The one document of a run. */
export const runDocumentSchema = z.strictObject({
  version: z.literal(DOCUMENT_VERSION),
  id: z.string(),
  command: z.string(),
  driver: z.string(),
  startedAt: z.string(),
  durationMs: z.number(),
  verdict: verdictSchema,
  host: hostFactsSchema,
  cases: z.array(caseResultSchema),
  errors: z.array(runErrorSchema),
  judgedAgain: z
    .strictObject({ at: z.string(), program: z.string().describe("version that judged") })
    .optional()
    .describe("of a run that was judged again later, by `judge`"),
});
export type RunDocument = z.infer<typeof runDocumentSchema>;
