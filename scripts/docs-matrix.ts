// Writes the measured table of docs/matrix.md from a matrix: npm run docs:matrix -- results/latest
import { readFileSync, writeFileSync } from "node:fs";
import { readMatrix } from "../src/cli/read-matrix.js";
import { matrixSections } from "../src/report/index.js";

const PAGE = "docs/matrix.md";
const PLACE = /(<!-- measured: .* -->\n)[\s\S]*?(<!-- end of measured -->)/;

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("usage: npm run docs:matrix -- FOLDER");
const sections = matrixSections(readMatrix(folder)).join("\n\n").replaceAll("\n## ", "\n### ");
const page = readFileSync(PAGE, "utf8");
if (!PLACE.test(page)) throw new Error(`${PAGE} has no place for what was measured: ${PLACE}`);
writeFileSync(
  PAGE,
  page.replace(PLACE, (_, start: string, end: string) => `${start}\n${sections}\n\n${end}`),
);
