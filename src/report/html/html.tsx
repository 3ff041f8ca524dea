import { renderToStaticMarkup } from "preact-render-to-string";
import type { RunDocument } from "../../verdict/index.js";
import { drawCharts } from "./charts.js";
import { Page } from "./page.js";

/** The run as one HTML file that needs nothing else: no script, no font, no image. */
export async function renderHtml(document: RunDocument): Promise<string> {
  const cases = await Promise.all(
    document.cases.map(async (result, index) => {
      const id = `case-${index + 1}`;
      return { id, result, charts: await drawCharts(result, id) };
    }),
  );
  return `<!doctype html>\n${renderToStaticMarkup(<Page document={document} cases={cases} />)}\n`;
}
