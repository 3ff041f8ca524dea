import * as CONNECTION from "../../connection-bits";
import { RUN_COUNT_SHIFT, RUN_KIND_BITS, RUN_SIDE_SHIFT, RUNS_AT, RUNS_KEPT } from "../../layout";
import { Connection } from "./connection";

const MAX_COUNT: i32 = (1 << 21) - 1;
/** Runs that are kept of what comes after the end. */
const LATE_RUNS: i32 = 4;

/** Adds a packet to the connection's sequence. The first and last runs are kept, the packets between only counted. */
export function addToRuns(connection: Connection, side: i32, flags: i32): void {
  const count = connection.runCount;
  if (continuesRun(connection, side, flags)) {
    const last = runAt(connection, count - 1);
    store<i32>(last, load<i32>(last) + (1 << RUN_COUNT_SHIFT));
    return;
  }
  const next = runAt(connection, count);
  if (count >= RUNS_KEPT * 2) connection.leftOut += load<i32>(next) >>> RUN_COUNT_SHIFT;
  store<i32>(next, (1 << RUN_COUNT_SHIFT) | (side << RUN_SIDE_SHIFT) | flags);
  connection.runCount = count + 1;
}

/** Whether a packet is like the last one, and its run has room. */
function continuesRun(connection: Connection, side: i32, flags: i32): bool {
  if (connection.runCount === 0) return false;
  const run = load<i32>(runAt(connection, connection.runCount - 1));
  return (
    (run & RUN_KIND_BITS) === ((side << RUN_SIDE_SHIFT) | flags) &&
    run >>> RUN_COUNT_SHIFT < MAX_COUNT
  );
}

/**
 * Adds a packet that came after the end. Only a few runs are kept of those, so that what ended a connection stays among its
 * last runs.
 */
export function addToRunsLate(connection: Connection, side: i32, flags: i32): void {
  const lateRuns = (connection.flags >>> CONNECTION.LATE_RUNS_SHIFT) & CONNECTION.LATE_RUNS_MASK;
  const full = lateRuns >= LATE_RUNS && !continuesRun(connection, side, flags);
  if (full || connection.latePackets > 0) {
    connection.latePackets++;
    return;
  }
  const before = connection.runCount;
  addToRuns(connection, side, flags);
  if (connection.runCount > before) connection.flags += 1 << CONNECTION.LATE_RUNS_SHIFT;
}

/** Takes the end back: the connection goes on, and its last runs will be others. */
export function resumeRuns(connection: Connection): void {
  if (connection.latePackets > 0) {
    for (let run = RUNS_KEPT; run < RUNS_KEPT * 2; run++) {
      const at = runAt(connection, run);
      connection.leftOut += load<i32>(at) >>> RUN_COUNT_SHIFT;
      store<i32>(at, 0);
    }
    connection.leftOut += connection.latePackets;
    connection.latePackets = 0;
    // From here on the text has a gap after the first runs.
    connection.runCount = max(connection.runCount, RUNS_KEPT * 2);
  }
  connection.flags &= ~(CONNECTION.LATE_RUNS_MASK << CONNECTION.LATE_RUNS_SHIFT);
}

/** Address of a run: the first ones have places of their own, the others share a ring. */
function runAt(connection: Connection, run: i32): usize {
  const place = run < RUNS_KEPT ? run : RUNS_KEPT + (run & (RUNS_KEPT - 1));
  return changetype<usize>(connection) + <usize>((RUNS_AT + place) << 2);
}
