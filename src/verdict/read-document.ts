import { readFileSync } from "node:fs";
import type { z } from "zod";
import { messageOf, ShiftError } from "../core/index.js";
import { formatPath } from "../scenario/index.js";

/**
 * A document that a run wrote, such as run.json.
 * @param kind what it is called to people: "run document"
 * @throws ShiftError E_FILE that names the first key that does not fit.
 */
export function readDocument<T>(file: string, schema: z.ZodType<T>, kind: string): T {
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    const message = `cannot read ${file}: ${messageOf(cause)}`;
    throw new ShiftError({ code: "E_FILE", message, cause });
  }
  const { success, data, error } = schema.safeParse(raw);
  if (success) return data;
  const [issue] = error.issues;
  const where = formatPath(issue?.path ?? []);
  throw new ShiftError({
    code: "E_FILE",
    message: `${file} is no ${kind} of this version: ${where && `${where}: `}${issue?.message}`,
  });
}
