import { styleText } from "node:util";
import type { Verdict } from "../../core/index.js";

/** Where a terminal reporter writes; a TTY redraws one line while the run goes on. */
export interface TerminalStream extends NodeJS.WritableStream {
  isTTY?: boolean;
  columns?: number | undefined;
}

/** One or more `util.styleText` formats. */
export type Formats = readonly Extract<Parameters<typeof styleText>[0], string>[];

/** Colours text as the stream can show it: none off a TTY or under NO_COLOR (no-color.org). */
export type Paint = (formats: Formats, text: string) => string;

/** The paint of a stream. */
export function paintFor(stream: TerminalStream): Paint {
  // One by one: given a list, styleText of Node 20 colours whatever the stream is.
  return (formats, text) =>
    formats.reduce(
      (painted, format) => styleText(format, painted, { stream, validateStream: true }),
      text,
    );
}

export const VERDICT_FORMATS: Record<Verdict, Formats> = {
  pass: ["green"],
  fail: ["bold", "red"],
  inconclusive: ["bold", "yellow"],
};
