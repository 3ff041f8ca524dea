import { percent } from "../../core/index.js";
import { familyName } from "../words.js";
import {
  CELL_MARKS,
  columnsOf,
  type HeatRow,
  lostShare,
  type MatrixCell,
  type MatrixDocument,
  rowsOf,
  theoryText,
  verdictText,
} from "./readings.js";

// Hue of a cell where nothing is lost: green; red, at 0, where everything is.
const GREEN = 140;

/** Causes down, mitigations across; each cell with its number, its colour and its verdict. */
export function HeatTable({ document }: { document: MatrixDocument }) {
  return (
    <div class="scroll">
      <table class="heat">
        <caption>
          Connections that were reset or stalled. Below: own device lost, collateral, stalled; then
          theory. {legend()}
        </caption>
        <thead>
          <tr>
            <th scope="col">cause</th>
            {columnsOf(document).map(({ id, name }) => (
              <th scope="col" title={name}>
                {id}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rowsOf(document).map((row) => (
            <tr>
              <RowHead row={row} inputs={document.inputs} />
              {row.cells.map((cell) => (cell ? <HeatCell cell={cell} /> : <td class="empty" />))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function legend(): string {
  return Object.entries(CELL_MARKS)
    .map(([word, mark]) => `${mark} ${word}`)
    .join(", ");
}

function RowHead({ row, inputs }: { row: HeatRow; inputs: MatrixDocument["inputs"] }) {
  const more = [
    ...(inputs.members.length > 1 ? [`${row.members} members`] : []),
    ...(inputs.families.length > 1 ? [familyName(row.family)] : []),
  ];
  return (
    <th scope="row">
      {row.cause}
      <small>{[row.name, ...more].join(", ")}</small>
    </th>
  );
}

function HeatCell({ cell }: { cell: MatrixCell }) {
  const { verdict, reasons } = cell;
  const lost = lostShare(cell);
  if (lost === undefined) {
    return (
      <td class="empty" title={reasons.join("; ")}>
        {verdictText(cell)}
      </td>
    );
  }
  // What proves nothing has its number, and no colour.
  const style = verdict === "inconclusive" ? "" : `--hue: ${Math.round(GREEN * (1 - lost))}`;
  return (
    <td class={`lost ${verdict.replace(" ", "-")}`} style={style} title={reasons.join("; ")}>
      <strong>
        {percent(lost)} <span class="mark">{verdictText(cell)}</span>
      </strong>
      <small>
        {cell.own} / {cell.collateral} / {cell.stalled} of {cell.connections}
      </small>
      <small>theory {theoryText(cell)}</small>
    </td>
  );
}
