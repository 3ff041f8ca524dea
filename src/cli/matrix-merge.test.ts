import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { matrixFixture } from "../matrix/fixtures/cells.js";
import { matrixDocumentSchema } from "../matrix/index.js";
import { readDocument } from "../verdict/index.js";
import { readMatrix } from "./read-matrix.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "document-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function fileOf(document: unknown): string {
  const file = join(folder, "matrix.json");
  writeFileSync(file, JSON.stringify(document));
  return file;
}

test("a document of another form is refused by the first key that does not fit", () => {
  const document = matrixFixture();
  const cells = document.cells.with(1, { ...document.cells[1], seconds: "two" } as never);
  const file = fileOf({ ...document, cells });
  expect(() => readDocument(file, matrixDocumentSchema, "matrix")).toThrow(
    `${file} is no matrix of this version: cells[1].seconds: `,
  );
});

test("what is no mapping at all has no key to name", () => {
  const file = fileOf(null);
  expect(() => readDocument(file, matrixDocumentSchema, "matrix")).toThrow(
    /is no matrix of this version: Invalid input/,
  );
});

test("a matrix is read from its folder or its file, and a folder without one lacks matrix.json", () => {
  expect(() => readMatrix(folder)).toThrow(`cannot read ${join(folder, "matrix.json")}: ENOENT`);
  const file = fileOf(matrixFixture());
  expect(readMatrix(folder)).toEqual(readMatrix(file));
});
