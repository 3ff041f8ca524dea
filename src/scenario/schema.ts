import { z } from "zod";
import { boundsSchema } from "./bounds-schema.js";
import { conditionSchema } from "./condition-schema.js";
import { expectationSchema } from "./expectation-schema.js";
import { EACH_ONCE } from "./json-schema.js";
import { MITIGATION_IDS, mitigationSchema } from "./mitigation-schema.js";
import { scenarioName } from "./names.js";
import { stepSchema } from "./step-schema.js";
import { trafficSchema } from "./traffic-schema.js";

/** A scenario file. */
export const scenarioSchema = z.strictObject({
  name: scenarioName.describe("names the cases and folders of a run; unique in it"),
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
    .meta(EACH_ONCE)
    .default([4])
    .describe("IP versions; the scenario runs once in each"),
  conditions: z
    .array(conditionSchema)
    .default([])
    .describe("changes of the lab for the whole case, undone after it"),
  mitigation: z
    .union([z.enum(MITIGATION_IDS), mitigationSchema])
    .optional()
    .describe(
      "id of a mitigation of the catalogue, or one's own, which is put in force after the conditions, in a lab of its own",
    ),
  traffic: z.array(trafficSchema).min(1).describe("what opens the connections that are judged"),
  timeline: z
    .array(stepSchema)
    .default([])
    .describe("what is done once the traffic is under way, one step after another"),
  expect: z
    .array(expectationSchema)
    .min(1)
    .describe("what must hold, judged from the packets; all of it for a pass"),
  bounds: boundsSchema
    .default({})
    .describe("parts of all connections that may be lost with the mitigation; for `validate`"),
});

/** A scenario as read: durations in milliseconds, sizes in bytes, defaults filled in. */
export type Scenario = z.infer<typeof scenarioSchema>;
/** A scenario as it is written in a file: what has a default may be left out. */
export type ScenarioInput = z.input<typeof scenarioSchema>;
