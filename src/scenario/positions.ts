import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLParseError,
} from "yaml";
import { messageOf, ShiftError, type SourcePlace } from "../core/index.js";

/** A path into a YAML document, as zod reports it. */
export type YamlPath = readonly PropertyKey[];

/** A parsed YAML text that can say where each of its values stands. */
export interface PlacedYaml {
  value: unknown;
  /** Where the value at a path stands; the nearest parent when there is no such value. */
  place(path: YamlPath): SourcePlace;
  /** Where the key at the end of a path stands; the same as `place` when it is no key of a mapping. */
  placeOfKey(path: YamlPath): SourcePlace;
}

/** Keys that are none here, with what is said of them. */
const LOST_KEYS: ReadonlyMap<unknown, string> = new Map([
  // What stands under it would be dropped without a word: in objects of JavaScript it is the prototype.
  ["__proto__", "no key can be called __proto__"],
  // Editors resolve it; of a mapping without the keys that it stands for, only those would be told as missing.
  ["<<", "keys cannot be merged by <<, which YAML 1.2 does not have: write them out"],
]);

/** Parses YAML text and keeps the places; errors of syntax, and keys that no value can have, are returned as a list. */
export function parseYaml(text: string, file: string): PlacedYaml | ShiftError[] {
  const lines = new LineCounter();
  // Without the excerpt and place that pretty errors put into the message: the place is carried beside it.
  // And without warnings on standard error: what they are about is refused by the schema.
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: "error",
  });
  const at = (offset: number): SourcePlace => ({ file, ...lines.linePos(offset) });
  const syntaxError = (message: string, place: SourcePlace) =>
    new ShiftError({ code: "E_SCENARIO_SYNTAX", message, place });
  const errors = [
    ...document.errors.map((error) => syntaxError(wordsOf(error, document), at(error.pos[0]))),
    ...lostAliases(document).map(({ source, range }) =>
      syntaxError(`the alias *${source} has no anchor &${source} before it`, at(range?.[0] ?? 0)),
    ),
    ...lostKeys(document).map(
      ({ message, key: { range } }) =>
        new ShiftError({ code: "E_SCENARIO_SCHEMA", message, place: at(range?.[0] ?? 0) }),
    ),
  ];
  if (errors.length > 0) return errors;
  let value: unknown;
  try {
    value = document.toJS();
  } catch (thrown) {
    // The limit on how far aliases may expand.
    return [syntaxError(messageOf(thrown), at(0))];
  }
  return {
    value,
    place: (path) => at(offsetOf(document, path)),
    placeOfKey: (path) => at(offsetOfKey(document, path) ?? offsetOf(document, path)),
  };
}

function wordsOf({ code, message, pos: [start] }: YAMLParseError, document: Document): string {
  if (code === "DUPLICATE_KEY")
    return `the key ${keyAt(document, start)} stands twice in one mapping`;
  return code === "MULTIPLE_DOCS" ? "a second document begins: a file has one" : message;
}

function keyAt(document: Document, offset: number): string {
  let name = "";
  visit(document, {
    Pair: (_, { key }) => {
      if (isNode(key) && key.range?.[0] === offset) name = String(key);
    },
  });
  return name;
}

function lostAliases(document: Document): Alias[] {
  const lost: Alias[] = [];
  visit(document, {
    Alias: (_, alias) => {
      if (!alias.resolve(document)) lost.push(alias);
    },
  });
  return lost;
}

function lostKeys(document: Document): { key: Node; message: string }[] {
  const lost: { key: Node; message: string }[] = [];
  visit(document, {
    Pair: (_, { key }) => {
      const named = isAlias(key) ? key.resolve(document) : key;
      const message = isScalar(named) ? LOST_KEYS.get(named.value) : undefined;
      if (isNode(key) && message) lost.push({ key, message });
    },
  });
  return lost;
}

// A missing value has no place of its own: its nearest parent stands in.
function offsetOf(document: Document, path: YamlPath): number {
  for (let length = path.length; length >= 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

function offsetOfKey(document: Document, path: YamlPath): number | undefined {
  const mapping = document.getIn(path.slice(0, -1), true);
  if (!isMap(mapping)) return undefined;
  const pair = mapping.items.find(({ key }) => String(key) === String(path.at(-1)));
  return isNode(pair?.key) ? pair.key.range?.[0] : undefined;
}
