import { analysisDocumentSchema, connectionRecordSchema } from "../analysis/schemas.js";
import { matrixDocumentSchema, validationDocumentSchema } from "../matrix/index.js";
import { inputJsonSchema, scenarioSchema, topologySchema } from "../scenario/index.js";
import { runDocumentSchema } from "../verdict/index.js";

const SCHEMAS = {
  scenario: { schema: scenarioSchema, title: "A scenario of anycast-shift" },
  topology: { schema: topologySchema, title: "A topology of anycast-shift" },
  run: { schema: runDocumentSchema, title: "run.json of anycast-shift" },
  matrix: { schema: matrixDocumentSchema, title: "matrix.json of anycast-shift" },
  validation: {
    schema: validationDocumentSchema,
    title: "What `anycast-shift validate --json` prints",
  },
  analysis: {
    schema: analysisDocumentSchema,
    title: "What `anycast-shift analyze --json` prints",
  },
  connection: { schema: connectionRecordSchema, title: "A connection as anycast-shift records it" },
};

/** A kind of file that has a schema. */
export type SchemaName = keyof typeof SCHEMAS;

/** The kinds of file that have a schema. */
export const SCHEMA_NAMES = Object.keys(SCHEMAS) as SchemaName[];

/** JSON Schema of a kind of file as people and editors write it: before defaults are filled in and units converted. */
export function schemaText(name: SchemaName): string {
  const { schema, title } = SCHEMAS[name];
  return `${JSON.stringify({ ...inputJsonSchema(schema), title }, null, 2)}\n`;
}
