/** One measured size. */
export interface ScalePoint {
  packets: number;
  /** Of CPU: what else the machine does changes it least. */
  seconds: number;
}

/** The points on logarithmic axes, beside the line that time in proportion to the largest capture would be. */
export async function scaleChart(points: readonly ScalePoint[]): Promise<string> {
  const [Plot, { parseHTML }] = await Promise.all([
    import("@observablehq/plot"),
    import("linkedom"),
  ]);
  const { document } = parseHTML("<html><body></body></html>");
  const last = points.at(-1);
  const linear = points.map(({ packets }) => ({
    packets,
    seconds: last ? (packets / last.packets) * last.seconds : 0,
  }));
  const svg = Plot.plot({
    document,
    width: 560,
    height: 320,
    marginLeft: 60,
    style: { background: "white", color: "black" },
    x: { type: "log", label: "packets", grid: true },
    y: { type: "log", label: "CPU seconds", grid: true, tickFormat: "~f" },
    marks: [
      Plot.line(linear, { x: "packets", y: "seconds", stroke: "#999", strokeDasharray: "4 3" }),
      Plot.line(points, { x: "packets", y: "seconds", stroke: "#1f6feb" }),
      Plot.dot(points, { x: "packets", y: "seconds", fill: "#1f6feb" }),
    ],
  });
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return `${svg.outerHTML}\n`;
}
