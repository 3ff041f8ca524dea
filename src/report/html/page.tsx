import { formatDuration, plural } from "../../core/index.js";
import type { CaseResult, RunDocument } from "../../verdict/index.js";
import { decidedBy } from "../readings.js";
import { familyName, outcomesText, tally, tallyText } from "../words.js";
import { Badge } from "./badge.js";
import { CaseArticle } from "./case.js";
import type { DrawnChart } from "./charts.js";
import { type Column, DataTable } from "./data-table.js";
import { Host, HtmlDocument } from "./document.js";
import { Errors } from "./errors.js";
import { STYLES } from "./styles.js";

// The rows of a table that are still read at a glance.
const GLANCE = 12;

/** A case with the id of its section and its charts drawn. */
export interface PreparedCase {
  id: string;
  result: CaseResult;
  charts: readonly DrawnChart[];
}

/** The whole page. */
export function Page(props: { document: RunDocument; cases: readonly PreparedCase[] }) {
  const { document, cases } = props;
  return (
    <HtmlDocument title={`${document.verdict}: anycast-shift ${document.id}`} styles={STYLES}>
      <header class="page">
        <h1>
          anycast-shift <Badge verdict={document.verdict} />
        </h1>
        <Summary document={document} />
        {cases.length > GLANCE && <NotPassed cases={cases} />}
      </header>
      <main>
        <Errors of="run" errors={document.errors} />
        {cases.length > 0 ? (
          <DataTable caption="Cases" columns={OVERVIEW_COLUMNS} rows={cases} />
        ) : (
          <p>No case was run.</p>
        )}
        {cases.map((prepared) => (
          <CaseArticle {...prepared} />
        ))}
      </main>
      <Host host={document.host} />
    </HtmlDocument>
  );
}

function Summary({ document }: { document: RunDocument }) {
  const counts = tallyText(tally(document.cases, ({ verdict }) => verdict));
  return (
    <p class="note">
      {plural(document.cases.length, "case")} ({counts}) · <code>{document.command}</code> · driver{" "}
      {document.driver} · started {document.startedAt} · took {formatDuration(document.durationMs)}{" "}
      · run <code>{document.id}</code>
      {document.judgedAgain && (
        <>
          {" "}
          · judged again {document.judgedAgain.at} by <code>{document.judgedAgain.program}</code>
        </>
      )}
    </p>
  );
}

/** Links to the cases that did not pass, the failed ones first. */
function NotPassed({ cases }: { cases: readonly PreparedCase[] }) {
  return (["fail", "inconclusive"] as const).map((verdict) => {
    const such = cases.filter(({ result }) => result.verdict === verdict);
    if (such.length === 0) return null;
    return (
      <p class="not-passed">
        <Badge verdict={verdict} />{" "}
        {such.map(({ id, result }, index) => (
          <>
            {index > 0 && ", "}
            <a href={`#${id}`}>
              {result.name} {familyName(result.family)}
            </a>
          </>
        ))}
      </p>
    );
  });
}

const OVERVIEW_COLUMNS: Column<PreparedCase>[] = [
  { head: "case", cell: ({ id, result }) => <a href={`#${id}`}>{result.name}</a> },
  { head: "family", cell: ({ result }) => familyName(result.family) },
  { head: "verdict", cell: ({ result }) => <Badge verdict={result.verdict} /> },
  { head: "all connections", cell: ({ result }) => outcomesText(result.connections) },
  { head: "decided by", cell: ({ result }) => decidedBy(result) },
  { head: "time", kind: "number", cell: ({ result }) => formatDuration(result.durationMs) },
];
