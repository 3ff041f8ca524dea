import type { ComponentChildren } from "preact";
import { percent } from "../../core/index.js";
import { type Column, DataTable } from "../html/data-table.js";
import { familyName } from "../words.js";
import {
  CELL_MARKS,
  type LinkToCaptures,
  lostInterval,
  lostShare,
  type MatrixCell,
  type MatrixDocument,
  notable,
  theoryText,
  USER_CAPTION,
  userCells,
} from "./readings.js";

/** A cell's verdict on one line. */
function VerdictText({ verdict }: MatrixCell) {
  return (
    <span class="token">
      {CELL_MARKS[verdict]} {verdict}
    </span>
  );
}

/** Why cells are not as expected, or were not run. */
export function ReasonTable({ document }: { document: MatrixDocument }) {
  const columns: Column<MatrixCell>[] = [
    { head: "cell", cell: ({ id }) => <code>{id}</code> },
    { head: "verdict", cell: VerdictText },
    { head: "why", cell: ({ reasons }) => reasons.join("; ") },
  ];
  const cells = notable(document);
  if (cells.length === 0) return null;
  return <DataTable caption="Not as expected, or not run" columns={columns} rows={cells} />;
}

/** What each mitigation takes, and what it leaves worse. */
export function CostTable({ document: { mitigations, cells } }: { document: MatrixDocument }) {
  const of = (id: string) => cells.find(({ mitigation }) => mitigation === id);
  const columns: Column<{ id: string; name: string }>[] = [
    { head: "mitigation", cell: ({ id }) => <code>{id}</code> },
    { head: "name", cell: ({ name }) => name },
    { head: "cost", cell: ({ id }) => of(id)?.cost },
    { head: "what it leaves worse", cell: ({ id }) => of(id)?.breaks },
  ];
  if (mitigations.length === 0) return null;
  return <DataTable caption="What a mitigation costs" columns={columns} rows={mitigations} />;
}

/** What users see whose clients try again. */
export function UserTable({ document }: { document: MatrixDocument }) {
  const cells = userCells(document);
  const columns: Column<(typeof cells)[number]>[] = [
    { head: "cell", cell: ({ id }) => <code>{id}</code> },
    { head: "transfers", cell: ({ user }) => user.transfers, kind: "number" },
    { head: "broke", cell: ({ user }) => user.broke, kind: "number" },
    { head: "arrived whole", cell: ({ user }) => user.whole, kind: "number" },
    {
      head: "connections more",
      cell: ({ user }) => user.connections - user.transfers,
      kind: "number",
    },
    { head: "verdict", cell: VerdictText },
  ];
  if (cells.length === 0) return null;
  return <DataTable caption={USER_CAPTION} columns={columns} rows={cells} />;
}

/** Every cell with its counts and its captures. */
export function CellTable(props: { document: MatrixDocument; capturesOf: LinkToCaptures }) {
  const { document, capturesOf } = props;
  const number = (head: string, cell: Column<MatrixCell>["cell"]): Column<MatrixCell> => ({
    head,
    cell,
    kind: "number",
  });
  const columns: Column<MatrixCell>[] = [
    { head: "cell", cell: (cell) => <CellLinks cell={cell} capturesOf={capturesOf} /> },
    { head: "family", cell: ({ family }) => familyName(family) },
    number("own", ({ own }) => own),
    number("collateral", ({ collateral }) => collateral),
    number("stalled", ({ stalled }) => stalled),
    number("survived", ({ survived }) => survived),
    number("lost", (cell) => {
      const lost = lostShare(cell);
      return lost === undefined ? "" : percent(lost);
    }),
    number("95 % interval", lostInterval),
    number("theory", theoryText),
    number("p", ({ p }) => p?.toPrecision(2)),
    { head: "verdict", cell: VerdictText },
    number("seconds", ({ seconds }) => seconds.toFixed(1)),
  ];
  return (
    <DataTable
      caption="All cells, with links to their captures"
      columns={columns}
      rows={document.cells}
    />
  );
}

/** A cell's name, which links the captures of its first repetition; the others have links of their own. */
function CellLinks(props: { cell: MatrixCell; capturesOf: LinkToCaptures }) {
  const { id, runs } = props.cell;
  const urls = runs.map(props.capturesOf);
  return (
    <>
      <Captures url={urls[0]}>
        <code>{id}</code>
      </Captures>
      {urls.slice(1).map((url, index) => (
        <>
          {" "}
          <Captures url={url}>{index + 2}</Captures>
        </>
      ))}
    </>
  );
}

function Captures({ url, children }: { url: string | undefined; children: ComponentChildren }) {
  if (url === undefined) return <>{children}</>;
  return <a href={url}>{children}</a>;
}
