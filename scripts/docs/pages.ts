import { schemaText } from "../../src/cli/schema-text.js";
import type { MatrixDocument } from "../../src/matrix/index.js";
import { cataloguePages } from "./catalogue-pages.js";
import { errorsPage } from "./errors-page.js";
import { scenarioPage } from "./scenario-page.js";

/**
 * Every generated file of docs/, by path, with its text. What pages tell of measurements is made from a matrix, and kept
 * as it stands without one.
 */
export function generatedDocs(matrix?: MatrixDocument): Map<string, string> {
  return new Map([
    ["docs/scenario.md", scenarioPage()],
    ["docs/errors.md", errorsPage()],
    ["docs/scenario.schema.json", schemaText("scenario")],
    ["docs/topology.schema.json", schemaText("topology")],
    ["docs/run.schema.json", schemaText("run")],
    ["docs/matrix.schema.json", schemaText("matrix")],
    ["docs/validation.schema.json", schemaText("validation")],
    ["docs/analysis.schema.json", schemaText("analysis")],
    ["docs/connection.schema.json", schemaText("connection")],
    ...cataloguePages(matrix),
  ]);
}
