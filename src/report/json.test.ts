import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { runDocumentSchema } from "../verdict/index.js";
import { RUN_DOCUMENT } from "./fixtures/run-document.js";
import { createReporter } from "./registry.js";

it("prints the document as it is", async () => {
  const stream = new PassThrough();
  await createReporter("json", stream).onEnd?.(RUN_DOCUMENT, "unused");
  stream.end();
  expect(runDocumentSchema.parse(JSON.parse(await text(stream)))).toEqual(RUN_DOCUMENT);
});

it("is one of the reporters that can be had by name", () => {
  const names = ["terminal", "json", "html", "markdown", "junit"] as const;
  const reporters = names.map((name) => createReporter(name, new PassThrough()));
  expect(reporters.map(({ name }) => name)).toEqual(names);
});
