import { z } from "zod";
import { connectionRecordSchema } from "./record.js";

/** The JSON Schema (draft 2020-12) of the record that `analyze --jsonl` prints one a line. */
export function connectionJsonSchema(): object {
  return {
    title: "A TCP connection as anycast-shift analyze tells it",
    ...z.toJSONSchema(connectionRecordSchema),
  };
}
