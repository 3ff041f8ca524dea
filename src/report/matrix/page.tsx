import { renderToStaticMarkup } from "preact-render-to-string";
import { Host, HtmlDocument } from "../html/document.js";
import { Errors } from "../html/errors.js";
import { STYLES } from "../html/styles.js";
import { CellTable, CostTable, ReasonTable, UserTable } from "./details.js";
import { HeatTable } from "./heat.js";
import { about, type LinkToCaptures, type MatrixDocument } from "./readings.js";
import { HEAT_STYLES } from "./styles.js";

/** The matrix as one HTML file that needs nothing else. */
export function renderMatrixHtml(document: MatrixDocument, capturesOf: LinkToCaptures): string {
  const page = <Page document={document} capturesOf={capturesOf} />;
  return `<!doctype html>\n${renderToStaticMarkup(page)}\n`;
}

function Page(props: { document: MatrixDocument; capturesOf: LinkToCaptures }) {
  const { document, capturesOf } = props;
  return (
    <HtmlDocument title="anycast-shift: matrix" styles={STYLES + HEAT_STYLES}>
      <header class="page">
        <h1>Connections lost, cause by cause and mitigation by mitigation</h1>
        <p class="muted">{about(document)}</p>
        <p class="muted">
          <code>{document.command}</code>
        </p>
      </header>
      <main>
        <Errors of="matrix" errors={document.errors} />
        <HeatTable document={document} />
        <UserTable document={document} />
        <ReasonTable document={document} />
        <CostTable document={document} />
        <CellTable document={document} capturesOf={capturesOf} />
      </main>
      <Host host={document.host} />
    </HtmlDocument>
  );
}
