import { styleText } from "node:util";

/** A cause or a mitigation as it is listed. */
export interface ListedEntry {
  id: string;
  name: string;
  about: string;
  source: string;
  /** In words: members, families, what the kernel must have. */
  needs: string[];
  /** Whether this host can run it; `because` says why not, and is empty when it can. */
  runs: boolean;
  because: string;
  /** What only a cause or only a mitigation has. */
  more: Record<string, string>;
}

/** The list for a person: a line for each entry with its name, and below it what it needs. */
export function catalogueScreen(
  entries: readonly ListedEntry[],
  stream: NodeJS.WritableStream,
): string {
  const paint = (format: "green" | "red" | "dim", text: string) =>
    styleText(format, text, { stream, validateStream: true });
  const width = Math.max(...entries.map(({ id }) => id.length));
  const lines = entries.flatMap(({ id, name, needs, runs, because }) => [
    `${id.padEnd(width)}  ${name}`,
    `${"".padEnd(width)}  ${paint("dim", `needs ${needs.join(", ") || "nothing beyond a lab"}`)}; ${
      runs ? paint("green", "can run here") : paint("red", `cannot run here: ${because}`)
    }`,
  ]);
  return `${lines.join("\n")}\n`;
}
