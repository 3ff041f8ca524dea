import type { ConnectionView } from "./connection-view.js";
import { CONNECTION } from "./layout.js";
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

/** The state of an endpoint. */
export function stateOf(side: SideView): number {
  return side.zeek & 0xf;
}

/** The state it was in before. */
export function stateBefore(side: SideView): number {
  return side.zeek >>> 4;
}

/** Changes the state and remembers the one before. */
export function setState(side: SideView, state: number): void {
  if (stateOf(side) !== state) side.zeek = state | (stateOf(side) << 4);
}

/** Whether a side is Zeek's originator. */
export function isOriginator(connection: ConnectionView, side: SideView): boolean {
  return (connection.flags & CONNECTION.ORIG_IS_1 ? 1 : 0) === side.side;
}
