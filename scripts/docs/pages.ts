import { schemaText } from "../../src/cli/schema-text.js";
import { errorsPage } from "./errors-page.js";
import { scenarioPage } from "./scenario-page.js";

/** Every generated file of docs/, by path, with its text. */
export function generatedDocs(): Map<string, string> {
  return new Map([
    ["docs/scenario.md", scenarioPage()],
    ["docs/errors.md", errorsPage()],
    ["docs/scenario.schema.json", schemaText("scenario")],
    ["docs/topology.schema.json", schemaText("topology")],
    ["docs/matrix.schema.json", schemaText("matrix")],
    ["docs/connection.schema.json", schemaText("connection")],
  ]);
}
