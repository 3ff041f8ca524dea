/** An element: its name, its attributes and what is inside, text or elements. */
export interface XmlElement {
  name: string;
  attributes?: Record<string, string | number>;
  children?: readonly XmlElement[];
  text?: string;
}

// Everything but the Char production of XML 1.0 section 2.2: such characters may not even be written as references.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this removes
const INVALID = /[^\u0009\u000a\u000d\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const REFERENCES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  // A parser would turn these into spaces inside an attribute (XML 1.0 section 3.3.3).
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

/** Text for the content of an element. */
function content(text: string): string {
  return text.replace(INVALID, "").replace(/[&<>\r]/g, (character) => REFERENCES[character] ?? "");
}

/** Text for an attribute in double quotes. */
function attribute(text: string): string {
  return text
    .replace(INVALID, "")
    .replace(/[&<>"\t\n\r]/g, (character) => REFERENCES[character] ?? "");
}

/** An element and all inside it as indented XML. */
export function renderXml(element: XmlElement, indent = ""): string {
  const attributes = Object.entries(element.attributes ?? {})
    .map(([key, value]) => ` ${key}="${attribute(String(value))}"`)
    .join("");
  const open = `${indent}<${element.name}${attributes}`;
  if (element.text !== undefined) return `${open}>${content(element.text)}</${element.name}>\n`;
  if (!element.children?.length) return `${open}/>\n`;
  const inside = element.children.map((child) => renderXml(child, `${indent}  `)).join("");
  return `${open}>\n${inside}${indent}</${element.name}>\n`;
}
