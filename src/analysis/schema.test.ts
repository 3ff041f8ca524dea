import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { connectionJsonSchema } from "./schema.js";

const FILE = new URL("../../docs/connection.schema.json", import.meta.url);

test("docs/connection.schema.json is the schema of the records (GOLDEN=1 writes it)", () => {
  const text = `${JSON.stringify(connectionJsonSchema(), null, 2)}\n`;
  if (process.env.GOLDEN === "1") writeFileSync(FILE, text);
  expect(readFileSync(FILE, "utf8")).toBe(text);
});
