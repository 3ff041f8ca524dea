import * as CONNECTION from "../../connection-bits";
import * as JUDGED from "../../judgement";
import { Connection, clientSideOf, openerSide } from "../follow/connection";
import { recordAt } from "../follow/records";
import { sideAt } from "../follow/side";
import { turnRoles } from "../follow/zeek-history";
import { endsInGap } from "../follow/zeek-machine";
import { connState } from "./conn-state";
import { reasonFor } from "./grade";
import { outcomeOf } from "./outcome";
import { resetBy, resetHow, resetPhase } from "./reset";
import { signsOf } from "./signs";

/** Says where nobody was seen to open which side is the server; to be called before `judge`. */
export function nameServer(id: i32, side: i32): void {
  const connection = recordAt(id);
  const others = connection.flags & ~CONNECTION.SERVICE_PORT_0;
  connection.flags = side === 0 ? others | CONNECTION.SERVICE_PORT_0 : others;
  if (openerSide(connection) >= 0) return;
  const responder = connection.flags & CONNECTION.ORIG_IS_1 ? 0 : 1;
  if (responder !== side) turnRoles(connection);
}

/** Judges the connections in the records [from, to); to be called when all of their packets are in. */
export function judge(from: i32, to: i32): void {
  for (let id = from; id < to; id++) {
    const connection = recordAt(id);
    if ((connection.flags & CONNECTION.NO_CONNECTION) === 0) judgeOne(connection);
  }
}

function judgeOne(connection: Connection): void {
  const clientSide = clientSideOf(connection);
  const first = sideAt(connection, 0);
  const second = sideAt(connection, 1);
  const client = clientSide === 0 ? first : second;
  const server = clientSide === 0 ? second : first;
  const outcome = outcomeOf(connection, client, server);
  const by = resetBy(connection, clientSide);
  const how = resetHow(connection);
  const signs = signsOf(connection, client, server, outcome, by, how);
  const reason = reasonFor(connection, server, outcome, by, how, signs);
  const swapped = (connection.flags & CONNECTION.ORIG_IS_1) !== 0;
  const state = swapped
    ? connState(connection, second, first)
    : connState(connection, first, second);
  const lastGaps = (endsInGap(connection, first) ? 1 : 0) + (endsInGap(connection, second) ? 1 : 0);
  connection.signs = signs;
  connection.judgement =
    (clientSide === 1 ? JUDGED.CLIENT_IS_1 : 0) |
    (openerOf(connection) << JUDGED.OPENER_SHIFT) |
    (outcome << JUDGED.OUTCOME_SHIFT) |
    (by << JUDGED.BY_SHIFT) |
    (how << JUDGED.HOW_SHIFT) |
    (resetPhase(connection) << JUDGED.PHASE_SHIFT) |
    (reason << JUDGED.REASON_SHIFT) |
    (state << JUDGED.STATE_SHIFT) |
    (lastGaps << JUDGED.LAST_GAPS_SHIFT);
}

function openerOf(connection: Connection): i32 {
  if (connection.flags & CONNECTION.SYN_SEEN) return JUDGED.OPENER_SYN;
  return connection.flags & CONNECTION.SYN_ACK_SEEN ? JUDGED.OPENER_SYN_ACK : JUDGED.OPENER_GUESS;
}
