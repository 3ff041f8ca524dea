import { existsSync, readFileSync } from "node:fs";
import type { RunDocument } from "../../src/verdict/index.js";

/** How the program of a run ended. */
interface Ended {
  exitCode?: number | undefined;
  signal?: string | undefined;
  timedOut: boolean;
  stderr: string;
}

/** What came of a run, in a line that is the same for every run that went the same way. @param file its run.json */
export function outcomeOf({ exitCode, signal, timedOut, stderr }: Ended, file: string): string {
  const how = timedOut ? "hung" : (signal ?? `exit ${exitCode}`);
  if (!existsSync(file)) {
    const error = /^E_.*/m.exec(stderr)?.[0] ?? stderr.trimEnd().split("\n").at(-1);
    return `${how} without run.json: ${error}`;
  }
  const document = JSON.parse(readFileSync(file, "utf8")) as RunDocument;
  const verdicts = document.cases.map(({ name, verdict, reasons, connections }) => {
    // Labs use the same addresses: what no program of this run opened would be another lab's.
    const strangers = connections.filter(({ traffic }) => traffic === undefined).length;
    return [`${name} ${verdict}, ${strangers} connections of others`, ...reasons].join(": ");
  });
  const errors = document.errors.map(({ message }) => message);
  return `${how}: ${[...verdicts, ...errors].join("; ")}`;
}
