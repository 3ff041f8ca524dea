import type { EventRecord, Ladder } from "../../verdict/index.js";
import { lifelinesOf, type Moment, timelineOf } from "../timeline.js";
import { isReset, spanText } from "../words.js";

/** A ladder as the lines of a mermaid `sequenceDiagram`, which GitHub and GitLab draw. */
export function mermaidLines(ladder: Ladder, events: readonly EventRecord[]): string[] {
  const lifelines = lifelinesOf(ladder);
  const moments = timelineOf(ladder, events);
  const start = moments.find(({ kind }) => kind === "packet")?.ns ?? 0n;
  const last = lifelines.length - 1;
  const idOf = (id: string) => `P${lifelines.findIndex((lifeline) => lifeline.id === id)}`;
  return [
    "sequenceDiagram",
    ...lifelines.map(({ label }, index) => `  participant P${index} as ${entities(label)}`),
    ...moments.map((moment) => `  ${momentLine(moment, idOf, last, start)}`),
  ];
}

function momentLine(
  moment: Moment,
  idOf: (id: string) => string,
  last: number,
  start: bigint,
): string {
  const after = entities(`+${spanText(moment.ns - start)}`);
  if (moment.kind === "event") return `Note over P0,P${last}: ${entities(moment.text)} ${after}`;
  const { from, to, flags, length, times } = moment.step;
  const arrow = isReset(flags) ? "--x" : "->>";
  const words = [entities(flags)];
  if (length > 0) words.push(`${length} B`);
  if (times > 1) words.push(`×${times}`);
  // Mermaid has no arrow that ends nowhere.
  if (from === to) words.push("to no known device");
  return `${idOf(from)}${arrow}${idOf(to)}: ${words.join(" ")} at ${after}`;
}

/** Text in which every character that mermaid could read as syntax stands as its entity (`#59;` for `;`). */
function entities(text: string): string {
  // The word alone, as a name, would close a block of the diagram.
  const safe = /^end$/i.test(text.trim()) ? `${text} ` : text;
  return safe.replace(/[^\p{L}\p{N} .+×[\]]/gu, (character) => `#${character.codePointAt(0)};`);
}
