import { isUnseen } from "../../core/index.js";
import type { CaptureRecord, CaseResult, EventRecord } from "../../verdict/index.js";
import { eventText, seenText, tally, tallyText, wallClock } from "../words.js";
import { type Column, DataTable } from "./data-table.js";
import { FileLink } from "./file-link.js";

/** What was done to the lab, what the programs said, and what was captured. */
export function Evidence({ result }: { result: CaseResult }) {
  const { events, traffic, captures, scenario, topology, lab } = result;
  return (
    <>
      {events.length > 0 && <DataTable caption="Events" columns={EVENT_COLUMNS} rows={events} />}
      {traffic.length > 0 && (
        <DataTable caption="Traffic" columns={TRAFFIC_COLUMNS} rows={trafficRows(traffic)} />
      )}
      {captures.length > 0 && (
        <DataTable caption="Captures" columns={CAPTURE_COLUMNS} rows={captures} />
      )}
      <p class="note files">
        Scenario <FileLink path={scenario} /> · topology {topology} · lab files{" "}
        <FileLink path={lab} />
      </p>
    </>
  );
}

const EVENT_COLUMNS: Column<EventRecord>[] = [
  { head: "event", cell: eventText },
  {
    head: "ordered (UTC)",
    kind: "code",
    cell: ({ orderedWallNs }) => <span class="token">{wallClock(BigInt(orderedWallNs))}</span>,
  },
  { head: "seen", cell: (record) => <Seen {...record} /> },
];

function Seen(record: EventRecord) {
  const { router, seen, unreached } = record;
  const text = seenText(record);
  if (router === undefined) return <span class="muted">{text}</span>;
  if (isUnseen(record)) return <strong class="warning">{text}</strong>;
  return (
    <>
      {text}
      {seen !== undefined && (
        <>
          : <code>{seen}</code>
        </>
      )}
      {unreached !== undefined && (
        <strong class="warning"> no path to {unreached.join(", ")}</strong>
      )}
    </>
  );
}

interface TrafficRow {
  traffic: string;
  by: string;
  count: number;
  said: string;
}

function trafficRows(records: CaseResult["traffic"]): TrafficRow[] {
  return [...tally(records, ({ traffic }) => traffic)].map(([traffic, count]) => {
    const own = records.filter((record) => record.traffic === traffic);
    const by = tally(own, ({ program, origin }) => `${program} at ${origin}`);
    return {
      traffic,
      by: [...by.keys()].join(", "),
      count,
      said: tallyText(tally(own, ({ said }) => said)),
    };
  });
}

const TRAFFIC_COLUMNS: Column<TrafficRow>[] = [
  { head: "traffic", cell: ({ traffic }) => traffic },
  { head: "by", cell: ({ by }) => by },
  { head: "records", kind: "number", cell: ({ count }) => count },
  { head: "the programs said", cell: ({ said }) => said },
];

const CAPTURE_COLUMNS: Column<CaptureRecord>[] = [
  { head: "node", cell: ({ node }) => node },
  { head: "interface", cell: (capture) => `${capture.interface} to ${capture.peer}` },
  { head: "point", cell: ({ point }) => point },
  { head: "packets", kind: "number", cell: ({ packets }) => packets.toLocaleString("en") },
  {
    head: "dropped by the kernel",
    kind: "number",
    cell: ({ droppedByKernel }) =>
      droppedByKernel > 0 ? <strong class="warning">{droppedByKernel}</strong> : "0",
  },
  { head: "file", kind: "code", cell: ({ file }) => <FileLink path={file} /> },
];
