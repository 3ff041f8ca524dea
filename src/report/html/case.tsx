import { formatDuration } from "../../core/index.js";
import type { CaseResult } from "../../verdict/index.js";
import { sharesBesideCharts } from "../readings.js";
import { familyName, oracleText } from "../words.js";
import { Badge } from "./badge.js";
import { ChartFigure, type DrawnChart } from "./charts.js";
import { ComparisonSection } from "./comparison.js";
import { Connections } from "./connections.js";
import { Evidence } from "./evidence.js";
import { LadderFigure } from "./ladder.js";
import { SharesTable } from "./shares.js";

/** One case, from its verdict down to its captures. */
export function CaseArticle(props: {
  id: string;
  result: CaseResult;
  charts: readonly DrawnChart[];
}) {
  const { id, result, charts } = props;
  const shares = sharesBesideCharts(result);
  return (
    <article id={id} class={result.verdict} aria-labelledby={`${id}-title`}>
      <header>
        <h2 id={`${id}-title`}>
          {result.title} <Badge verdict={result.verdict} />
        </h2>
        <p class="note">
          <code>{result.name}</code> · {familyName(result.family)} ·{" "}
          {formatDuration(result.durationMs)}
        </p>
      </header>
      <p class="about">{result.about}</p>
      <Reasons {...result} />
      <h3>Expectations</h3>
      <Expectations {...result} />
      {result.comparison && <ComparisonSection comparison={result.comparison} />}
      {result.oracle && <p class="note">{oracleText(result.oracle)}</p>}
      {(charts.length > 0 || shares.length > 0) && <h3>Shares</h3>}
      {charts.map((drawn) => (
        <ChartFigure drawn={drawn} />
      ))}
      {shares.length > 0 && (
        <SharesTable caption="Shares beside theory" of="share of" shares={shares} />
      )}
      {result.ladders.length > 0 && <h3>Packets</h3>}
      {result.ladders.map((ladder, index) => (
        <LadderFigure id={`${id}-ladder-${index + 1}`} ladder={ladder} events={result.events} />
      ))}
      <h3>Connections</h3>
      <Connections connections={result.connections} />
      <h3>Evidence</h3>
      <Evidence result={result} />
    </article>
  );
}

function Reasons({ verdict, reasons }: CaseResult) {
  if (reasons.length === 0) return null;
  return (
    <div class={`reasons ${verdict}`}>
      <p>{verdict === "fail" ? "Why it failed:" : `Why it is ${verdict}:`}</p>
      <ul>
        {reasons.map((reason) => (
          <li>{reason}</li>
        ))}
      </ul>
    </div>
  );
}

function Expectations({ expectations }: CaseResult) {
  if (expectations.length === 0) return <p>No expectation was judged.</p>;
  return (
    <ul class="expectations">
      {expectations.map(({ verdict, text, evidence }) => (
        <li>
          <Badge verdict={verdict} />
          <div>
            <p>{text}</p>
            <p class="evidence">{evidence}</p>
          </div>
        </li>
      ))}
    </ul>
  );
}
