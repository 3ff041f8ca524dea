import { z } from "zod";
import { LOSSES } from "../core/index.js";
import { comparisonSchema, familySchema, runErrorSchema, verdictSchema } from "../verdict/index.js";

/** Version of what `validate --json` prints; raised when a reader of the old one would misread the new one. */
export const VALIDATION_VERSION = "anycast-shift/validation/1";

const share = z.number().min(0).max(1);

/** A bound of a plan beside what was measured. */
const boundResultSchema = z.strictObject({
  what: z.enum([...LOSSES, "lost"]),
  bound: share,
  measured: share,
  count: z.number().int().min(0).describe("connections, of all that were run with the mitigation"),
  interval: z.tuple([share, share]).describe("95 % Wilson interval of what was measured"),
  holds: z.boolean(),
});
export type BoundResult = z.infer<typeof boundResultSchema>;

/** What a plan came to in one family. */
const validatedPlanSchema = comparisonSchema.extend({
  scenario: z.string(),
  family: familySchema,
  verdict: verdictSchema,
  reasons: z.array(z.string()).describe("why it is not a pass"),
  bounds: z.array(boundResultSchema),
  open: z
    .array(z.string())
    .describe(
      "bounds, as they are told, that nothing could be held to: what became of some is open",
    ),
});
export type ValidatedPlan = z.infer<typeof validatedPlanSchema>;

/** The one document of `validate --json`. */
export const validationDocumentSchema = z.strictObject({
  version: z.literal(VALIDATION_VERSION),
  folder: z.string().describe("run folder, with run.json and the reports"),
  plans: z.array(validatedPlanSchema).describe("the plan in each of its families"),
  errors: z.array(runErrorSchema).describe("those of the run, as run.json has them"),
});
export type ValidationDocument = z.infer<typeof validationDocumentSchema>;
