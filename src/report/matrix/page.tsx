import { renderToStaticMarkup } from "preact-render-to-string";
import { STYLES } from "../html/styles.js";
import { hostFacts } from "../words.js";
import { CellTable, CostTable, ReasonTable } from "./details.js";
import { HeatTable } from "./heat.js";
import { about, type MatrixDocument } from "./readings.js";
import { HEAT_STYLES } from "./styles.js";

// Nothing may be loaded or run, whatever a name contains.
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** The matrix as one HTML file that needs nothing else. */
export function renderMatrixHtml(document: MatrixDocument): string {
  return `<!doctype html>\n${renderToStaticMarkup(<Page document={document} />)}\n`;
}

function Page({ document }: { document: MatrixDocument }) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={POLICY} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>anycast-shift: matrix</title>
        <link rel="icon" href="data:," />
        <style dangerouslySetInnerHTML={{ __html: STYLES + HEAT_STYLES }} />
      </head>
      <body>
        <header class="page">
          <h1>Connections lost, cause by cause and mitigation by mitigation</h1>
          <p class="muted">{about(document)}</p>
          <p class="muted">
            <code>{document.command}</code>
          </p>
        </header>
        <main>
          <HeatTable document={document} />
          <ReasonTable document={document} />
          <CostTable document={document} />
          <CellTable document={document} />
        </main>
        <footer>
          <h2>Host</h2>
          <dl>
            {hostFacts(document.host).map(([fact, value]) => (
              <div>
                <dt>{fact}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </footer>
      </body>
    </html>
  );
}
