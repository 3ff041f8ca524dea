import type { ProgressEvent, Verdict } from "../../core/index.js";
import { formatDuration, plural } from "../../core/index.js";
import { tally, tallyText, VERDICT_MARKS } from "../words.js";
import type { LiveLine } from "./live-line.js";

/** Turns the progress of a run into one live line: how far it is, what came out so far, and what is running. */
export class Progress {
  readonly #line: LiveLine;
  #cases: string[] = [];
  readonly #verdicts: Verdict[] = [];

  constructor(line: LiveLine) {
    this.#line = line;
  }

  /** Shows one event. */
  show(event: ProgressEvent): void {
    switch (event.kind) {
      case "run-start":
        this.#cases = event.cases;
        this.#line.show(
          `run ${event.id} on ${event.driver}: ${plural(event.cases.length, "case")}`,
        );
        return;
      case "lab": {
        const took = event.ms === undefined ? "" : ` (${formatDuration(event.ms)})`;
        this.#line.show(`${this.#sofar()} lab ${event.lab}: ${event.phase}${took}`);
        return;
      }
      case "case-phase":
        this.#line.show(`${this.#sofar()} ${event.name}: ${event.phase}`);
        return;
      case "case-end": {
        this.#verdicts.push(event.verdict);
        const mark = `${VERDICT_MARKS[event.verdict]} ${event.verdict}`;
        this.#line.show(`${this.#sofar()} ${event.name}: ${mark} (${formatDuration(event.ms)})`);
        return;
      }
      case "note":
        this.#line.print(`note: ${event.text}`);
    }
  }

  #sofar(): string {
    const done = this.#verdicts.length;
    const counts = done === 0 ? "" : ` ${tallyText(tally(this.#verdicts, (verdict) => verdict))}`;
    return `[${done}/${this.#cases.length}${counts}]`;
  }
}
