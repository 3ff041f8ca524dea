import { plural } from "../../core/index.js";
import type { EventRecord, Ladder } from "../../verdict/index.js";
import { omittedText, rolesText } from "../readings.js";
import { isReset, spanText } from "../words.js";
import { type LadderLayout, layoutLadder } from "./ladder-layout.js";
import { LARGEST, LadderSvg } from "./ladder-svg.js";

/** A connection as a sequence diagram drawn from its captured packets, with the tcpdump lines beside it. */
export function LadderFigure(props: {
  id: string;
  ladder: Ladder;
  events: readonly EventRecord[];
}) {
  const { id, ladder, events } = props;
  const layout = layoutLadder(ladder, events);
  const named = [ladder.client, ladder.server].every((end) => ladder.title.includes(end));
  return (
    <figure class="ladder-figure">
      <figcaption>
        <h4>{ladder.title}</h4>
        {!named && (
          <p>
            <code>{ladder.client}</code> → <code>{ladder.server}</code>
          </p>
        )}
        <p class="note">{reading(ladder, layout)}</p>
      </figcaption>
      <div class="ladder-columns" style={{ "--ladder": `${layout.width * LARGEST}px` }}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
        <section class="scroll" aria-label={`Sequence diagram: ${ladder.title}`} tabIndex={0}>
          <LadderSvg id={id} title={ladder.title} desc={describe(layout)} layout={layout} />
        </section>
        <Lines steps={ladder.steps} />
      </div>
    </figure>
  );
}

function Lines({ steps }: { steps: Ladder["steps"] }) {
  return (
    <details class="lines" open>
      <summary>
        tcpdump <span class="muted">{plural(steps.length, "line")}</span>
      </summary>
      <ol>
        {steps.map(({ line, flags, times }) => (
          <li class={isReset(flags) ? "reset" : undefined}>
            <code>{line}</code>
            {times > 1 && <span class="muted"> ×{times}</span>}
          </li>
        ))}
      </ol>
    </details>
  );
}

function reading(ladder: Ladder, layout: LadderLayout): string {
  const parts = ["Time runs down in seconds"];
  if (layout.folds.length > 0) {
    parts.push(`to scale for pauses up to ${spanText(layout.scaleUpToNs)}, longer ones folded (⋯)`);
  }
  if (layout.arrows.some(({ lost }) => lost)) {
    parts.push("an arrow that stops half-way is a packet that no device is known to have received");
  }
  const omitted = omittedText(ladder);
  if (omitted) parts.push(omitted);
  const roles = rolesText(ladder);
  return [...(roles ? [roles] : []), `${parts.join("; ")}.`].join(" ");
}

/** The drawing in words, for those who cannot see it. */
function describe({ lifelines, arrows, events }: LadderLayout): string {
  const labelOf = new Map(lifelines.map(({ id, label }) => [id, label]));
  const resets = arrows.filter(({ reset }) => reset);
  const sentences = [
    `${plural(arrows.length, "arrow")} between ${lifelines.map(({ label }) => label).join(", ")}.`,
    ...events.map(({ text, after }) => `${text} at ${after} s.`),
    resets.length === 0 ? "No RST." : "",
    ...resets.map(({ step, after }) => `RST from ${labelOf.get(step.from)} at ${after} s.`),
  ];
  return sentences.filter((sentence) => sentence !== "").join(" ");
}
