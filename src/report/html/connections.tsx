import type { ConnectionResult } from "../../verdict/index.js";
import { groupTraces, type TraceGroup } from "../traces.js";
import { outcomesText, wallClock } from "../words.js";
import { type Column, DataTable } from "./data-table.js";

/** More rows than these are folded away behind what they have in common. */
const ROWS_SHOWN = 20;

/** The connections of a case: all of them when they are few, else grouped by what they did with the list folded. */
export function Connections({ connections }: { connections: readonly ConnectionResult[] }) {
  if (connections.length === 0) return <p>No connection was captured.</p>;
  const list = (
    <DataTable
      caption={`${connections.length} connections: ${outcomesText(connections)}`}
      columns={CONNECTION_COLUMNS}
      rows={connections}
    />
  );
  if (connections.length <= ROWS_SHOWN) return list;
  return (
    <>
      <DataTable
        caption={`${connections.length} connections, grouped by what they did`}
        columns={GROUP_COLUMNS}
        rows={groupTraces(connections)}
      />
      <details>
        <summary>All {connections.length} connections</summary>
        {list}
      </details>
    </>
  );
}

const GROUP_COLUMNS: Column<TraceGroup>[] = [
  { head: "count", kind: "number", cell: ({ count }) => count },
  { head: "outcome", cell: ({ outcome }) => <Outcome outcome={outcome} /> },
  { head: "devices", cell: ({ devices }) => devices.join(" → ") || "–" },
  { head: "sequence", kind: "code", cell: ({ sequence }) => <code>{sequence}</code> },
];

const CONNECTION_COLUMNS: Column<ConnectionResult>[] = [
  { head: "client", kind: "code", cell: ({ client }) => <code>{client}</code> },
  { head: "server", kind: "code", cell: ({ server }) => <code>{server}</code> },
  { head: "traffic", cell: ({ traffic }) => traffic ?? "–" },
  { head: "outcome", cell: ({ outcome, reset }) => <Outcome outcome={outcome} reset={reset} /> },
  { head: "devices", cell: (connection) => <Devices {...connection} /> },
  { head: "shift seen at the origin", cell: ({ shifted }) => shifted },
  { head: "program said", cell: (connection) => <Said {...connection} /> },
  { head: "sequence", kind: "code", cell: ({ sequence }) => <code>{sequence}</code> },
];

function Outcome(props: {
  outcome: ConnectionResult["outcome"];
  reset?: ConnectionResult["reset"];
}) {
  const { outcome, reset } = props;
  return (
    <>
      <span class={`outcome ${outcome}`}>{outcome}</span>
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
        <span class="muted"> at {wallClock(BigInt(shiftedAtWallNs))}</span>
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
