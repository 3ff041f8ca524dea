import { type End, endOf, plural } from "../../core/index.js";
import type { ConnectionResult } from "../../verdict/index.js";
import { groupTraces, type TraceGroup } from "../traces.js";
import { outcomesText, wallClock } from "../words.js";
import { type Column, DataTable } from "./data-table.js";

/** More rows than these are folded away behind what they have in common. */
const ROWS_SHOWN = 20;
/** More rows than these would make a page that no browser likes. */
const ROWS_LISTED = 1000;

/** The connections of a case: all of them when they are few, else grouped by how they ended with the list folded. */
export function Connections({ connections }: { connections: readonly ConnectionResult[] }) {
  const total = plural(connections.length, "connection");
  if (connections.length === 0) return <p>No connection was captured.</p>;
  if (connections.length <= ROWS_SHOWN) {
    return <List caption={`${total}: ${outcomesText(connections)}`} connections={connections} />;
  }
  return (
    <>
      <DataTable
        caption={`${total}, grouped by their end and devices`}
        columns={GROUP_COLUMNS}
        rows={groupTraces(connections)}
      />
      <details>
        <summary>
          {connections.length > ROWS_LISTED ? `${ROWS_LISTED} of ${total}` : `All ${total}`}
        </summary>
        {connections.length > ROWS_LISTED && (
          <p class="note">Those that were not closed come first; run.json has all of them.</p>
        )}
        <List caption={outcomesText(connections)} connections={mostTelling(connections)} />
      </details>
    </>
  );
}

function List(props: { caption: string; connections: readonly ConnectionResult[] }) {
  const { caption, connections } = props;
  return <DataTable caption={caption} columns={CONNECTION_COLUMNS} rows={connections} />;
}

/** As many as are listed; where that is not all of them, the closed ones are the first to be left out. */
function mostTelling(connections: readonly ConnectionResult[]): readonly ConnectionResult[] {
  if (connections.length <= ROWS_LISTED) return connections;
  const closed = connections.filter((connection) => endOf(connection) === "closed");
  const others = connections.filter((connection) => endOf(connection) !== "closed");
  return [...others, ...closed].slice(0, ROWS_LISTED);
}

const GROUP_COLUMNS: Column<TraceGroup>[] = [
  { head: "outcome", cell: ({ end }) => <Outcome end={end} /> },
  { head: "count", kind: "number", cell: ({ count }) => count },
  { head: "devices", cell: ({ devices }) => devices.join(" → ") || "–" },
  { head: "for example", kind: "code", cell: ({ example }) => <Sequence sequence={example} /> },
];

const CONNECTION_COLUMNS: Column<ConnectionResult>[] = [
  { head: "connection", kind: "code", cell: (connection) => <Ends {...connection} /> },
  { head: "traffic", cell: ({ traffic }) => traffic ?? "–" },
  {
    head: "outcome",
    cell: (connection) => <Outcome end={endOf(connection)} reset={connection.reset} />,
  },
  { head: "devices", cell: (connection) => <Devices {...connection} /> },
  { head: "shift grade", cell: ({ shifted }) => shifted },
  { head: "program said", cell: (connection) => <Said {...connection} /> },
  { head: "sequence", kind: "code", cell: ({ sequence }) => <Sequence sequence={sequence} /> },
];

/** Breaks between packets only: a browser would also break between a direction and its flags. */
function Sequence({ sequence }: { sequence: string }) {
  return (
    <code>
      {sequence.split(" ").map((packet, index) => (
        <>
          {index > 0 && " "}
          <span class="token">{packet}</span>
        </>
      ))}
    </code>
  );
}

function Ends({ client, server }: ConnectionResult) {
  return (
    <>
      <code class="address">{client}</code> → <code class="address">{server}</code>
    </>
  );
}

function Outcome({
  end,
  reset,
}: {
  end: End<ConnectionResult["outcome"]>;
  reset?: ConnectionResult["reset"];
}) {
  return (
    <>
      <span class={`outcome ${end}`}>{end}</span>
      {reset && (
        <span class="muted">
          {" "}
          by {reset.device ?? reset.by}, {reset.how}, {reset.phase}
        </span>
      )}
    </>
  );
}

function Devices({ devices, shiftedAtWallNs }: ConnectionResult) {
  return (
    <>
      {devices.join(" → ") || "–"}
      {shiftedAtWallNs !== undefined && (
        <span class="muted">
          {" "}
          at <span class="token">{wallClock(BigInt(shiftedAtWallNs))}</span>
        </span>
      )}
    </>
  );
}

function Said({ said, agrees }: ConnectionResult) {
  return (
    <>
      {said ?? "–"}
      {agrees === false && <strong class="warning"> disagrees with the packets</strong>}
    </>
  );
}
