import { type Document, isNode, LineCounter, parseDocument } from "yaml";
import { ShiftError, type SourcePlace } from "../core/index.js";

/** A path into a YAML document, as zod reports it. */
export type YamlPath = readonly PropertyKey[];

/** A parsed YAML text that can say where each of its values stands. */
export interface PlacedYaml {
  value: unknown;
  /** Where the value at a path stands; the nearest parent when there is no such value. */
  place(path: YamlPath): SourcePlace;
}

/** Parses YAML text and keeps the places; syntax errors are returned as a list. */
export function parseYaml(text: string, file: string): PlacedYaml | ShiftError[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const at = (offset: number): SourcePlace => ({ file, ...lines.linePos(offset) });
  if (document.errors.length > 0) {
    return document.errors.map(
      (error) =>
        new ShiftError({
          code: "E_SCENARIO_SYNTAX",
          message: error.message.split("\n")[0] as string,
          place: at(error.pos[0]),
        }),
    );
  }
  return { value: document.toJS(), place: (path) => at(offsetOf(document, path)) };
}

// A missing value has no place of its own: its nearest parent stands in.
function offsetOf(document: Document, path: YamlPath): number {
  for (let length = path.length; length >= 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}
