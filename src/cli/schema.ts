import { Argument, Command } from "@commander-js/extra-typings";
import { SCHEMA_NAMES, schemaText } from "./schema-text.js";

/** `schema`: the JSON Schema of what the program reads and writes. */
export function schemaCommand() {
  return new Command("schema")
    .description("print the JSON Schema (draft-07) of a kind of file")
    .addArgument(new Argument("<kind>", "kind of file").choices(SCHEMA_NAMES))
    .action((kind) => {
      process.stdout.write(schemaText(kind));
    });
}
