import type { ConnectionView } from "./connection-view.js";
import { CONNECTION, ZEEK_BITS, ZEEK_SHIFT } from "./layout.js";
import type { SideView } from "./side-view.js";

/** Endpoint states of Zeek (src/analyzer/protocol/tcp/TCP_Endpoint.h). */
export const STATE = {
  INACTIVE: 0,
  SYN_SENT: 1,
  SYN_ACK_SENT: 2,
  PARTIAL: 3,
  ESTABLISHED: 4,
  CLOSED: 5,
  RESET: 6,
} as const;

const STATE_MASK = (1 << ZEEK_BITS) - 1;

/** The state of an endpoint. */
export function stateOf(side: SideView): number {
  return (side.facts >>> ZEEK_SHIFT) & STATE_MASK;
}

/** The state it was in before. */
export function stateBefore(side: SideView): number {
  return (side.facts >>> (ZEEK_SHIFT + ZEEK_BITS)) & STATE_MASK;
}

/** Changes the state and remembers the one before. */
export function setState(side: SideView, state: number): void {
  const before = stateOf(side);
  if (before === state) return;
  const others = side.facts & ((1 << ZEEK_SHIFT) - 1);
  side.facts = others | (state << ZEEK_SHIFT) | (before << (ZEEK_SHIFT + ZEEK_BITS));
}

/** Whether a side is Zeek's originator. */
export function isOriginator(connection: ConnectionView, side: SideView): boolean {
  return (connection.flags & CONNECTION.ORIG_IS_1 ? 1 : 0) === side.side;
}
