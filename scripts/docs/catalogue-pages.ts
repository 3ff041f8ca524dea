import {
  type Cause,
  causes,
  type Mitigation,
  mitigations,
  type Needs,
} from "../../src/catalogue/index.js";
import type { MatrixDocument } from "../../src/matrix/index.js";
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
  const file = `docs/causes/${cause.id}.md`;
  const helpless = mitigations.flatMap((mitigation) => {
    const why = mitigation.notFor(cause);
    return why === undefined ? [] : [`- ${link("../mitigations", mitigation)}: ${why}.`];
  });
  const text = `# ${capital(cause.name)}

${cause.about}

| | |
|---|---|
| exposes | ${cell(cause.exposes)} |
| signature | ${cell(cause.signature)} |
| looks like it | ${cell(cause.lookAlike)} |
| source | ${cell(cause.source)} |
| needs | ${needsText(cause.needs)} |

\`anycast-shift run --cause ${cause.id}\` brings it about.

## Measured

${measuredPart(file, matrix, (one) => one.cause === cause.id)}
${helpless.length > 0 ? `\n## Not combined with\n\n${helpless.join("\n")}\n` : ""}`;
  return [file, text];
}

function mitigationPage(
  mitigation: Mitigation,
  matrix: MatrixDocument | undefined,
): [string, string] {
  const file = `docs/mitigations/${mitigation.id}.md`;
  const helpless = causes.flatMap((cause) => {
    const why = mitigation.notFor(cause);
    return why === undefined ? [] : [`- ${link("../causes", cause)}: ${why}.`];
  });
  const text = `# ${capital(mitigation.name)}

${mitigation.about}

| | |
|---|---|
| cost | ${cell(mitigation.cost)} |
| breaks | ${cell(mitigation.breaks)} |
| source | ${cell(mitigation.source)} |
| needs | ${needsText(mitigation.needs)} |

\`anycast-shift run --cause ID --with ${mitigation.id}\` puts it in force.

## Measured

${measuredPart(file, matrix, (one) => one.mitigation === mitigation.id)}
${helpless.length > 0 ? `\n## Not combined with\n\n${helpless.join("\n")}\n` : ""}`;
  return [file, text];
}

function causeIndex(): string {
  const rows = causes.map((cause) => `| ${link(".", cause)} | ${cell(cause.exposes)} |`);
  return `# Causes

Why connections shift. Each is one file below \`src/catalogue/causes/\`.

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

What operators do against shifts. Each is one file below \`src/catalogue/mitigations/\`.

| mitigation | cost | breaks |
|---|---|---|
${rows.join("\n")}
`;
}

function link(folder: string, { id, name }: { id: string; name: string }): string {
  return `[${name}](${folder}/${id}.md)`;
}

function needsText({ probes = [], members, families }: Needs): string {
  const parts = [
    ...probes.map((probe) => `\`${probe}\` (see [doctor](../doctor.md))`),
    ...(members ? [`${members[0]} to ${members[1]} members`] : []),
    ...(families ? [families.map((family) => `IPv${family}`).join(" or ")] : []),
  ];
  return parts.join(", ") || "nothing";
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
