import { percent } from "../../core/index.js";
import type { Share } from "../../verdict/index.js";
import { missesTheory } from "../readings.js";
import { intervalText } from "../words.js";
import { type Column, DataTable } from "./data-table.js";

/** Shares as a table: counts, the measured share with its interval, theory, and a small picture of them. */
export function SharesTable(props: { caption: string; of: string; shares: readonly Share[] }) {
  const columns: Column<Share>[] = [
    { head: props.of, cell: ({ label }) => label },
    { head: "count", kind: "number", cell: ({ count, total }) => `${count} of ${total}` },
    { head: "measured", kind: "number", cell: ({ share }) => percent(share) },
    { head: "95 % interval", kind: "number", cell: ({ interval }) => intervalText(interval) },
    {
      head: "theory",
      kind: "number",
      cell: (share) => <Theory {...share} />,
    },
    { head: "0 – 100 %", cell: (share) => <IntervalBar share={share} /> },
  ];
  return <DataTable caption={props.caption} columns={columns} rows={props.shares} />;
}

function Theory(share: Share) {
  if (share.theory === undefined) return <>–</>;
  return (
    <>
      {percent(share.theory)}
      {missesTheory(share) && <strong class="doubt"> outside</strong>}
    </>
  );
}

/** A share, its interval and theory on a line from 0 to 100 %; the numbers stand beside it. */
function IntervalBar({ share: { share, interval, theory } }: { share: Share }) {
  const at = (value: number) => 4 + value * 112;
  return (
    <svg class="interval" viewBox="0 0 120 16" width="120" height="16" aria-hidden="true">
      <line class="axis" x1={at(0)} x2={at(1)} y1={8} y2={8} />
      <line class="range" x1={at(interval[0])} x2={at(interval[1])} y1={8} y2={8} />
      {theory !== undefined && (
        <line class="theory" x1={at(theory)} x2={at(theory)} y1={2} y2={14} />
      )}
      <circle cx={at(share)} cy={8} r={3.2} />
    </svg>
  );
}
