import {
  type Cause,
  causes,
  demandsOf,
  type Mitigation,
  mitigations,
  type Needs,
} from "../../src/catalogue/index.js";
import type { MatrixCell, MatrixDocument } from "../../src/matrix/index.js";
import { changesOf } from "./changes.js";
import { cell } from "./key-table.js";
import { measuredPart } from "./measured.js";

/** A page for each cause and each mitigation, and an index of either, by path. */
export function cataloguePages(matrix: MatrixDocument | undefined): Map<string, string> {
  return new Map([
    ["docs/causes/README.md", causeIndex()],
    ...causes.map((cause) => causePage(cause, matrix)),
    ["docs/mitigations/README.md", mitigationIndex()],
    ...mitigations.map((mitigation) => mitigationPage(mitigation, matrix)),
  ]);
}

function causePage(cause: Cause, matrix: MatrixDocument | undefined): [string, string] {
  return page(cause, {
    file: `docs/causes/${cause.id}.md`,
    facts: {
      exposes: cause.exposes,
      signature: cause.signature,
      "looks like it": cause.lookAlike,
    },
    command: `\`anycast-shift run --cause ${cause.id}\` brings it about.`,
    measured: { matrix, belongs: (one) => one.cause === cause.id },
    apart: mitigations.map((one) => [link("../mitigations", one), one.notFor(cause)]),
  });
}

function mitigationPage(
  mitigation: Mitigation,
  matrix: MatrixDocument | undefined,
): [string, string] {
  return page(mitigation, {
    file: `docs/mitigations/${mitigation.id}.md`,
    facts: { cost: mitigation.cost, breaks: mitigation.breaks, ...changesOf(mitigation) },
    command: `\`anycast-shift run --cause ID --with ${mitigation.id}\` puts it in force.`,
    measured: { matrix, belongs: (one) => one.mitigation === mitigation.id },
    apart: causes.map((cause) => [link("../causes", cause), mitigation.notFor(cause)]),
  });
}

/** What the pages of causes and mitigations differ in. */
interface PageParts {
  file: string;
  /** Rows of the table, above source and needs. */
  facts: Record<string, string>;
  command: string;
  measured: { matrix: MatrixDocument | undefined; belongs: (cell: MatrixCell) => boolean };
  /** What it may not be combined with, and why; undefined where it may. */
  apart: [link: string, why: string | undefined][];
}

function page(entry: Cause | Mitigation, parts: PageParts): [string, string] {
  const { file, command, measured } = parts;
  const facts = { ...parts.facts, source: entry.source };
  const rows = Object.entries(facts).map(([name, text]) => `| ${name} | ${cell(text)} |`);
  const apart = parts.apart.flatMap(([to, why]) => (why === undefined ? [] : `- ${to}: ${why}.`));
  const text = `# ${capital(entry.name)}

${entry.about}

| | |
|---|---|
${rows.join("\n")}
| needs | ${needsText(entry.needs)} |

${command}

## Measured

${measuredPart(file, measured.matrix, measured.belongs)}
${apart.length > 0 ? `\n## Not combined with\n\n${apart.join("\n")}\n` : ""}`;
  return [file, text];
}

function causeIndex(): string {
  const rows = causes.map((cause) => `| ${link(".", cause)} | ${cell(cause.exposes)} |`);
  return `# Causes

Why connections shift. Their source is in \`src/catalogue/causes/\`.

| cause | exposes |
|---|---|
${rows.join("\n")}
`;
}

function mitigationIndex(): string {
  const rows = mitigations.map(
    (one) => `| ${link(".", one)} | ${cell(one.cost)} | ${cell(one.breaks)} |`,
  );
  return `# Mitigations

What operators do against shifts. Their source is in \`src/catalogue/mitigations/\`.

| mitigation | cost | breaks |
|---|---|---|
${rows.join("\n")}
`;
}

function link(folder: string, { id, name }: { id: string; name: string }): string {
  return `[${name}](${folder}/${id}.md)`;
}

function needsText(needs: Needs): string {
  const probes = (needs.probes ?? []).map((probe) => `\`${probe}\` (see [doctor](../doctor.md))`);
  return [...probes, ...demandsOf(needs)].join(", ") || "nothing";
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
