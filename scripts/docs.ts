// Writes the pages of docs/ that are generated: node --import ./scripts/ts-node.mjs scripts/docs.ts
import { writeFileSync } from "node:fs";
import { generatedDocs } from "./docs/pages.js";

for (const [file, text] of generatedDocs()) writeFileSync(file, text);
