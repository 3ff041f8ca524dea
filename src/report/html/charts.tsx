import type { CaseResult } from "../../verdict/index.js";
import { chartSvg } from "./chart.js";
import { SharesTable } from "./shares.js";

/** A chart that is drawn already, with the shares that it shows. */
export interface DrawnChart {
  chart: CaseResult["charts"][number];
  svg: string;
}

/** Draws the charts of a case; `id` makes the ids inside unique in the page. */
export async function drawCharts(result: CaseResult, id: string): Promise<DrawnChart[]> {
  return Promise.all(
    result.charts.map(async (chart, index) => ({
      chart,
      svg: await chartSvg(chart, `${id}-chart-${index + 1}`),
    })),
  );
}

/** A drawn chart with its numbers below. */
export function ChartFigure({ drawn: { chart, svg } }: { drawn: DrawnChart }) {
  return (
    <figure class="chart-figure">
      <figcaption>
        <h4>{chart.title}</h4>
        <p class="legend note">
          <span class="key measured" /> measured, with its 95 % interval
        </p>
      </figcaption>
      <div class="chart-columns">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
        <section class="scroll" aria-label={`Chart: ${chart.title}`} tabIndex={0}>
          {/* Serialised by a DOM, which escapes every text. */}
          <div class="chart" dangerouslySetInnerHTML={{ __html: svg }} />
        </section>
        <SharesTable caption="The numbers of the chart" of={chart.x} shares={chart.shares} />
      </div>
    </figure>
  );
}
