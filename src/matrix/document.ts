import { z } from "zod";
import { byFate, hostFactsSchema, transfersSeenSchema } from "../verdict/index.js";

/** Version of matrix.json; raised when a reader of the old one would misread the new one. */
export const MATRIX_VERSION = "anycast-shift/matrix/1";

/** What is said of a cell. */
const CELL_VERDICTS = [
  "as expected",
  "better",
  "worse",
  "inconclusive",
  "not applicable",
  "not possible",
] as const;

/** The mitigation of cells without any. */
export const NONE = "none";

const count = z.number().int().min(0).nullable();
const share = z.number().min(0).max(1);

/** What the user of a client that tries again sees, beside what TCP does. */
export const userViewSchema = transfersSeenSchema.omit({ traffic: true });
export type UserView = z.infer<typeof userViewSchema>;

/** One cell: what came of it, and what it is worth. Counts are null where it was not run or its fates are open. */
const matrixCellSchema = z.strictObject({
  id: z.string().describe("cause, mitigation, members, connections, family"),
  cause: z.string(),
  mitigation: z.string().describe(`id, or ${NONE}`),
  members: z.number().int(),
  family: z.union([z.literal(4), z.literal(6)]),
  connections: z.number().int().describe("judged connections, of all repetitions together"),
  own: count.describe("broke, and their own device was lost"),
  collateral: count.describe("broke although their own device was healthy and announced"),
  stalled: count.describe("got neither an answer nor a reset"),
  survived: count,
  expected: byFate(share).nullable().describe("shares by theory; null where it was not run"),
  interval: byFate(z.tuple([share, share]))
    .nullable()
    .describe("95 % Wilson intervals of the shares"),
  p: z.number().nullable().describe("smallest exact two-sided binomial p of the four counts"),
  verdict: z.enum(CELL_VERDICTS),
  reasons: z.array(z.string()).describe("why it is not as expected"),
  doubts: z.array(z.string()).describe("what spoils its evidence, whatever the counts"),
  missed: z.array(z.string()).describe("what else had to hold in its scenario and did not"),
  user: userViewSchema.optional().describe("where the mitigation is in the client"),
  seconds: z.number().describe("of all repetitions, without the lab's deployment"),
  cost: z.string().describe("what the mitigation takes"),
  breaks: z.string().describe("what the mitigation leaves worse"),
  runs: z
    .array(z.strictObject({ folder: z.string(), case: z.string() }))
    .describe("run folder and case of each repetition: captures, scenario, ladders"),
});
export type MatrixCell = z.infer<typeof matrixCellSchema>;

/** What was asked for; shards of one matrix agree in it. */
const matrixInputsSchema = z.strictObject({
  causes: z.array(z.string()),
  mitigations: z.array(z.string()),
  members: z.array(z.number().int()),
  families: z.array(z.union([z.literal(4), z.literal(6)])),
  connections: z.number().int(),
  repeat: z.number().int(),
});

/** The one document of a matrix. */
export const matrixDocumentSchema = z.strictObject({
  version: z.literal(MATRIX_VERSION),
  program: z
    .string()
    .describe("version of anycast-shift, and hash of the code that runs and judges"),
  command: z.string(),
  driver: z.string(),
  host: hostFactsSchema,
  startedAt: z.string(),
  seconds: z.number().describe("wall time of this command; of merged shards, their sum"),
  inputs: matrixInputsSchema,
  shard: z.strictObject({ index: z.number().int(), of: z.number().int() }),
  controls: z.array(z.strictObject({ case: z.string(), verdict: z.string() })),
  causes: z.array(z.strictObject({ id: z.string(), name: z.string() })),
  mitigations: z.array(z.strictObject({ id: z.string(), name: z.string() })),
  cells: z.array(matrixCellSchema),
  errors: z.array(z.strictObject({ code: z.string(), message: z.string() })),
});
export type MatrixDocument = z.infer<typeof matrixDocumentSchema>;
