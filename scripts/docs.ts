// Writes the pages of docs/ that are generated: node --import ./scripts/ts-node.mjs scripts/docs.ts [MATRIX.json]
// With a matrix that was run, the measured parts of the catalogue's pages are made anew.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { readMatrix } from "../src/cli/read-matrix.js";
import { generatedDocs } from "./docs/pages.js";

const [file] = process.argv.slice(2);
for (const [page, text] of generatedDocs(file === undefined ? undefined : readMatrix(file))) {
  mkdirSync(dirname(page), { recursive: true });
  writeFileSync(page, text);
}
