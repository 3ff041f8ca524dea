import { cut } from "../words.js";
import { type LadderArrow, type LadderLayout, TIME_COLUMN } from "./ladder-layout.js";

const LABEL_BOX = { width: 124, height: 36 };
const LABEL_LENGTH = 16;
const HEAD = 7;
/** Below this scale the labels cannot be read any more: the drawing scrolls instead. */
const SMALLEST = 0.74;
export const LARGEST = 1.25;

/** A laid-out ladder as inline SVG; `id` makes the ids of its title and description unique in the page. */
export function LadderSvg(props: {
  id: string;
  title: string;
  desc: string;
  layout: LadderLayout;
}) {
  const { id, title, desc, layout } = props;
  const { width, height } = layout;
  const bounds = { minWidth: `${width * SMALLEST}px`, maxWidth: `${width * LARGEST}px` };
  return (
    <svg
      class="ladder"
      viewBox={`0 0 ${width} ${height}`}
      style={bounds}
      role="img"
      aria-labelledby={`${id}-title ${id}-desc`}
    >
      <title id={`${id}-title`}>{title}</title>
      <desc id={`${id}-desc`}>{desc}</desc>
      <Lifelines layout={layout} />
      <Folds layout={layout} />
      <Events layout={layout} />
      {layout.arrows.map((arrow) => (
        <Arrow arrow={arrow} />
      ))}
    </svg>
  );
}

function Lifelines({ layout }: { layout: LadderLayout }) {
  return (
    <>
      {layout.lifelines.map(({ id, label, x }) => {
        const [name, node] = twoLines(label, id);
        return (
          <g class="lifeline" data-lifeline={id}>
            <title>{label}</title>
            <line x1={x} x2={x} y1={layout.top - 8} y2={layout.height} />
            <rect x={x - LABEL_BOX.width / 2} y={4} rx={5} {...LABEL_BOX} />
            <text class="name" x={x} y={node === "" ? 26 : 19}>
              {cut(name, LABEL_LENGTH)}
            </text>
            {node !== "" && (
              <text class="node" x={x} y={33}>
                {cut(node, LABEL_LENGTH)}
              </text>
            )}
          </g>
        );
      })}
    </>
  );
}

/** The part that names and the node: `Origin (origin1)` is too wide for a line of its own. */
function twoLines(label: string, id: string): [name: string, node: string] {
  const match = /^(.+) \((.+)\)$/.exec(label);
  if (match) return [match[1] ?? label, match[2] ?? ""];
  return [label, label === id ? "" : id];
}

/** A pause that was too long for the scale: a break in every lifeline, with the true length of the pause. */
function Folds({ layout }: { layout: LadderLayout }) {
  const { lifelines } = layout;
  const left = lifelines[0]?.x ?? 0;
  const right = lifelines.at(-1)?.x ?? 0;
  return (
    <>
      {layout.folds.map(({ from, to, text }) => {
        const top = from + 9;
        const bottom = to - 21;
        return (
          <g class="fold">
            <rect x={left - 6} width={right - left + 12} y={top} height={bottom - top} />
            {lifelines.map(({ x }) => (
              <line x1={x} x2={x} y1={top} y2={bottom} />
            ))}
            <text x={left + 12} y={(top + bottom) / 2 + 4}>
              ⋯ {text}
            </text>
          </g>
        );
      })}
    </>
  );
}

function Events({ layout }: { layout: LadderLayout }) {
  return (
    <>
      {layout.events.map(({ y, text, after }) => (
        <g class="event">
          <line x1={TIME_COLUMN} x2={layout.width - 4} y1={y} y2={y} />
          <Time y={y} after={after} />
          <text class="what" x={layout.width - 6} y={y - 5}>
            {text}
          </text>
        </g>
      ))}
    </>
  );
}

function Arrow({ arrow }: { arrow: LadderArrow }) {
  const { y, x1, x2, labelX, number, after, reset, step } = arrow;
  const back = x2 < x1 ? HEAD : -HEAD;
  const { flags, length, times, line } = step;
  return (
    <g class={reset ? "packet reset" : "packet"} data-flags={flags}>
      <title>{line}</title>
      {/* First, for its halo would cover the head of a short arrow. */}
      <text class="flags" x={labelX} y={y - 5}>
        {flags}
        {length > 0 && <tspan class="size"> {length} B</tspan>}
        {times > 1 && <tspan class="size"> ×{times}</tspan>}
      </text>
      <line x1={x1} x2={x2 + back / 2} y1={y} y2={y} />
      <circle cx={x1} cy={y} r={2.2} />
      <polygon points={`${x2},${y} ${x2 + back},${y - HEAD / 2} ${x2 + back},${y + HEAD / 2}`} />
      <text class="number" x={16} y={y + 4}>
        {number}
      </text>
      <Time y={y} after={after} />
    </g>
  );
}

function Time({ y, after }: { y: number; after: string }) {
  return (
    <text class="time" x={TIME_COLUMN - 6} y={y + 4}>
      {after}
    </text>
  );
}
