import { existsSync, readdirSync } from "node:fs";
import { join, parse } from "node:path";
import { z } from "zod";
import { caseId, ShiftError } from "../core/index.js";
import {
  captureRecordSchema,
  eventRecordSchema,
  oracleRecordSchema,
  trafficRecordSchema,
} from "../core/schemas.js";
import type { Bounds, Scenario } from "../scenario/index.js";
import { comparisonSchema, familySchema } from "./document.js";
import { readDocument } from "./read-document.js";

const EVIDENCE_VERSION = "anycast-shift/evidence/1";

const namedAddressSchema = z.strictObject({ name: z.string(), address: z.string() });

/** Addresses of a lab in one family, without prefix lengths: all that a judge has to know of it. */
const labFactsSchema = z.strictObject({
  vip: z.string(),
  origins: z.array(namedAddressSchema),
  devices: z.array(namedAddressSchema),
});
export type LabFacts = z.infer<typeof labFactsSchema>;

// As it was read: its file has passed the schema, which takes durations and sizes as people write them. What an earlier
// version did not know may be missing; what every version had, and judging cannot do without, is not.
const readScenarioSchema = z.looseObject({
  name: z.string(),
  title: z.string(),
  about: z.string(),
  control: z.boolean(),
  conditions: z.array(z.looseObject({ kind: z.string() })),
  traffic: z.array(
    z.discriminatedUnion("kind", [
      z.looseObject({ id: z.string(), kind: z.literal("curl"), sizes: z.array(z.number()) }),
      z.looseObject({ id: z.string(), kind: z.enum(["keep-alive", "held", "iperf"]) }),
    ]),
  ),
  timeline: z.array(
    z
      .looseObject({ do: z.string(), for: z.number().optional() })
      .refine((step) => step.for !== undefined || !["drop", "reject"].includes(step.do), {
        path: ["for"],
        message: "expected milliseconds",
      }),
  ),
  expect: z.array(z.looseObject({ that: z.string() })).min(1),
}) as unknown as z.ZodType<Scenario>;

const caseEvidenceSchema = z.strictObject({
  scenario: readScenarioSchema,
  family: familySchema,
  scenarioFile: z.string().describe("relative to the run folder"),
  labFolder: z.string().describe("relative to the run folder"),
  topology: z.string(),
  facts: labFactsSchema,
  events: z.array(eventRecordSchema),
  traffic: z.array(trafficRecordSchema),
  captures: z.array(captureRecordSchema),
  oracle: oracleRecordSchema
    .optional()
    .describe("what was foretold of the held connections, where there was something to ask about"),
  faults: z
    .array(z.string())
    .describe("what went wrong during the case, if anything: it then proves nothing"),
  durationMs: z.number(),
});
/** Everything that was recorded of one case; the judge needs nothing else but the capture files. */
export type CaseEvidence = z.infer<typeof caseEvidenceSchema>;

/** What a case is held to beside its own expectations. */
const tiesSchema = z.strictObject({
  controls: z.array(z.string()).describe("ids of the cases without whose pass it proves nothing"),
  plan: comparisonSchema
    .pick({ mitigation: true, cost: true, notAgainst: true })
    .extend({
      without: z.string().describe("id of the same case without its mitigation"),
      bounds: z
        .record(z.string(), z.number())
        .describe("parts that may be lost, by way") as z.ZodType<Bounds>,
    })
    .optional()
    .describe("of a case whose mitigation is validated"),
});
export type Ties = z.infer<typeof tiesSchema>;
/** A case with a mitigation as it is compared with the same one without. */
export type PlanTie = NonNullable<Ties["plan"]>;

/** A file of the run folder that holds all that one case is judged from, beside its captures. */
const evidenceFileSchema = z.strictObject({
  version: z.literal(EVIDENCE_VERSION),
  evidence: caseEvidenceSchema,
  ties: tiesSchema,
});
type EvidenceFile = z.infer<typeof evidenceFileSchema>;

const FOLDER = "evidence";
const EXTENSION = ".json";

/** Where the evidence of a case stands, relative to the run folder. */
export function evidencePath(id: string): string {
  return join(FOLDER, `${id}${EXTENSION}`);
}

/** The ids of all cases that a run folder has evidence of. */
export function recordedCases(runFolder: string): string[] {
  const folder = join(runFolder, FOLDER);
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).map((file) => parse(file));
  return files.filter(({ ext }) => ext === EXTENSION).map(({ name }) => name);
}

/** The text of an evidence file. */
export function evidenceText(evidence: CaseEvidence, ties: Ties): string {
  const file: EvidenceFile = { version: EVIDENCE_VERSION, evidence, ties };
  return `${JSON.stringify(file, null, 1)}\n`;
}

/** The evidence of a case as its run recorded it. @throws ShiftError E_FILE, also where it is another case's */
export function readEvidence(runFolder: string, id: string): EvidenceFile {
  const path = join(runFolder, evidencePath(id));
  const file = readDocument(path, evidenceFileSchema, "evidence");
  const { scenario, family } = file.evidence;
  const its = caseId({ name: scenario.name, family });
  if (its === id) return file;
  throw new ShiftError({ code: "E_FILE", message: `${path} is the evidence of ${its}` });
}
