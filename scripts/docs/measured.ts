import { readFileSync } from "node:fs";
import { join } from "node:path";
import { caseId, FATES, type Fate, percent } from "../../src/core/index.js";
import type { MatrixCell, MatrixDocument } from "../../src/matrix/index.js";
import { readDocument, runDocumentSchema } from "../../src/verdict/index.js";

const START = "<!-- measured -->";
const END = "<!-- end of what is measured -->";
const NOTHING = "Not measured yet.";

/** The measured part of a page: made from a matrix, or without one what stands in the page now. */
export function measuredPart(
  page: string,
  matrix: MatrixDocument | undefined,
  belongs: (cell: MatrixCell) => boolean,
): string {
  return [START, matrix ? fromMatrix(matrix, belongs) : keptOf(page), END].join("\n");
}

function keptOf(page: string): string {
  try {
    const text = readFileSync(page, "utf8");
    return text.slice(text.indexOf(START) + START.length + 1, text.indexOf(END) - 1);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== "ENOENT") throw thrown;
    return NOTHING;
  }
}

function fromMatrix(
  { command, host, cells }: MatrixDocument,
  belongs: (cell: MatrixCell) => boolean,
): string {
  const own = cells.filter(belongs);
  if (own.length === 0) return NOTHING;
  const rows = own.map(
    (cell) =>
      `| ${cell.cause} | ${cell.mitigation} | ${cell.members} | IPv${cell.family} | ${FATES.map((fate) => measured(cell, fate)).join(" | ")} | ${cell.verdict} |`,
  );
  return `Of how many connections, and in brackets the share by theory. Measured by \`${command}\`, kernel ${host.kernel}.

| cause | mitigation | members | family | ${FATES.join(" | ")} | verdict |
|---|---|---|---|${FATES.map(() => "---").join("|")}|---|
${rows.join("\n")}
${[...userLines(own), ladder(own)].join("")}`;
}

function userLines(cells: readonly MatrixCell[]): string[] {
  return cells.flatMap(({ cause, mitigation, user }) =>
    user
      ? [
          `\nWith ${mitigation} under ${cause}, users saw ${user.whole} of ${user.transfers} downloads arrive whole; ${user.broke} broke and took ${user.connections - user.transfers} connections more.\n`,
        ]
      : [],
  );
}

function measured(cell: MatrixCell, fate: Fate): string {
  const { [fate]: count, expected, connections } = cell;
  if (count === null || expected === null) return "–";
  return `${count} of ${connections} (${percent(expected[fate])})`;
}

// A connection of the first cell that was run.
function ladder(cells: readonly MatrixCell[]): string {
  for (const { runs } of cells) {
    for (const { folder, case: id } of runs) {
      const found = ladderOf(folder, id);
      if (found) return found;
    }
  }
  return "";
}

function ladderOf(folder: string, id: string): string | undefined {
  const { cases } = readDocument(join(folder, "run.json"), runDocumentSchema, "run document");
  const result = cases.find((one) => caseId(one) === id);
  const drawn = result?.ladders[0];
  if (!result || !drawn) return undefined;
  const label = new Map(drawn.lifelines.map((line) => [line.id, line.label]));
  const lines = drawn.steps.map(({ from, to, flags, length, ttl, times }) => {
    const receiver = from === to ? "no known device" : (label.get(to) ?? to);
    return `${label.get(from) ?? from} > ${receiver}: ${flags} length ${length} ttl ${ttl}${times > 1 ? ` ×${times}` : ""}`;
  });
  return `\nOne connection of ${result.name}, as its packets were captured:\n\n\`\`\`text\n${lines.join("\n")}\n\`\`\`\n`;
}
