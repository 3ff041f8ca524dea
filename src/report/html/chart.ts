import type { Chart } from "../../verdict/index.js";

const WIDTH_PER_LABEL = 54;
const MIN_WIDTH = 380;
const HEIGHT = 260;
/** Longer labels would run into each other and are turned. */
const LEVEL_LABEL = 9;

/** A share, where it is drawn. */
type Point = Chart["shares"][number] & { index: number; low: number; high: number };

/**
 * A chart of shares as SVG text: a dot for each measured share, its 95 % interval as a bar.
 * Plot and the DOM that it needs are loaded on the first call: most runs draw no chart.
 */
export async function chartSvg({ title, x, y, shares }: Chart, id: string): Promise<string> {
  const [Plot, { parseHTML }] = await Promise.all([
    import("@observablehq/plot"),
    import("linkedom"),
  ]);
  const { document } = parseHTML("<html><body></body></html>");
  // By position, for two shares may have the same label.
  const points = shares.map((share, index): Point => {
    const [low, high] = share.interval;
    return { ...share, index, low, high };
  });
  const labels = points.map(({ label }) => label);
  const turned = labels.some((label) => label.length > LEVEL_LABEL);
  const highest = Math.max(0.05, ...points.map(({ high }) => high));

  const svg = Plot.plot({
    document,
    className: "plot",
    width: Math.max(MIN_WIDTH, 60 + points.length * WIDTH_PER_LABEL),
    height: HEIGHT,
    marginLeft: 46,
    marginBottom: turned ? 84 : 42,
    marginTop: 26,
    style: { fontSize: "12px" },
    x: {
      domain: points.map(({ index }) => index),
      type: "band",
      label: x,
      tickFormat: (index: number) => labels[index] ?? "",
      tickSize: 0,
      ...(turned && { tickRotate: -35 }),
    },
    y: {
      domain: [0, Math.min(1, highest * 1.12)],
      tickFormat: "~%",
      label: y,
      grid: true,
      ticks: 5,
    },
    marks: marksOf(Plot, points),
  });
  label(svg, document, id, title, shares.length);
  return svg.outerHTML;
}

function marksOf(Plot: typeof import("@observablehq/plot"), points: readonly Point[]) {
  const place = { x: "index" };
  return [
    Plot.ruleY([0]),
    Plot.ruleX(points, {
      ...place,
      y1: "low",
      y2: "high",
      stroke: "var(--accent)",
      strokeWidth: 2,
    }),
    Plot.dot(points, { ...place, y: "share", r: 4.5, fill: "var(--accent)" }),
  ];
}

function label(svg: Element, document: Document, id: string, title: string, count: number): void {
  const words = {
    title,
    desc: `${count} measured shares with 95 % intervals; the table has the numbers.`,
  };
  for (const [name, text] of Object.entries(words).reverse()) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    element.setAttribute("id", `${id}-${name}`);
    element.textContent = text;
    svg.prepend(element);
  }
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-labelledby", `${id}-title ${id}-desc`);
}
