import { printable } from "../../core/index.js";
import { cut } from "../words.js";
import type { TerminalStream } from "./style.js";

// "Erase in line" of ECMA-48: the redrawn line may be shorter than the one before.
const ERASE_LINE = "\r\u001b[2K";
const WIDTH_UNKNOWN = 80;

/** One line that says what is running: redrawn on a TTY that can do it, printed once for each change elsewhere. */
export class LiveLine {
  readonly #stream: TerminalStream;
  readonly #redraws: boolean;
  #shown = "";

  constructor(stream: TerminalStream) {
    this.#stream = stream;
    // A dumb terminal, as an editor's, would show the sequence itself.
    this.#redraws = stream.isTTY === true && process.env.TERM !== "dumb";
  }

  /** Shows this instead of what stands there. */
  show(text: string): void {
    const line = printable(text);
    if (line === this.#shown) return;
    this.#shown = line;
    if (this.#redraws) {
      // The last column stays free: some terminals wrap when it is filled.
      const columns = (this.#stream.columns || WIDTH_UNKNOWN) - 1;
      this.#stream.write(`${ERASE_LINE}${cut(line, columns)}`);
    } else {
      this.#stream.write(`${line}\n`);
    }
  }

  /** Prints a line that stays, above the live one. */
  print(text: string): void {
    const shown = this.#shown;
    this.clear();
    this.#stream.write(`${printable(text)}\n`);
    if (this.#redraws && shown !== "") this.show(shown);
  }

  /** Removes the line from a TTY, before something else is printed. */
  clear(): void {
    if (this.#redraws && this.#shown !== "") this.#stream.write(ERASE_LINE);
    this.#shown = "";
  }
}
