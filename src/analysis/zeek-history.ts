import { type ConnectionView, HISTORY_AT, HISTORY_BYTES } from "../engine/index.js";
import { TextCache } from "./text-cache.js";

/** Spells histories as Zeek logs them. */
export class HistoryText {
  readonly #known = new TextCache(HISTORY_BYTES / 4, historyText);

  /** The history; one that is longer than HISTORY_BYTES ends in `…`. */
  of({ words, at, histLength }: ConnectionView): string {
    const count = Math.min((histLength + 3) >>> 2, HISTORY_BYTES / 4);
    return this.#known.get(words, at + HISTORY_AT, count, histLength);
  }
}

function historyText(words: Int32Array, at: number, _count: number, histLength: number): string {
  const length = Math.min(histLength, HISTORY_BYTES);
  let text = "";
  for (let index = 0; index < length; index++) {
    const word = words[at + (index >>> 2)] as number;
    const code = (word >>> ((index & 3) << 3)) & 0xff;
    // The last one is not known of a long history whose roles were turned.
    if (code !== 0) text += String.fromCharCode(code);
  }
  return text.length < histLength ? `${text}…` : text;
}
