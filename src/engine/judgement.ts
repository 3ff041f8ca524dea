// Fields of a connection's `judgement`, in which the engine says what it makes of it: where each begins, and its numbers.

/** Side 1 is the client. */
export const CLIENT_IS_1 = 1 << 0;

/** How it is known who opened. */
export const OPENER_SHIFT = 1;
export const OPENER_MASK = 3;
export const OPENER_GUESS = 0;
export const OPENER_SYN_ACK = 1;
export const OPENER_SYN = 2;

/** How it ended. */
export const OUTCOME_SHIFT = 3;
export const OUTCOME_MASK = 7;
export const CLOSED = 0;
export const RESET = 1;
export const REFUSED = 2;
export const UNANSWERED = 3;
export const HALF_OPEN = 4;
export const OPEN = 5;
export const PARTIAL = 6;

/** Who reset it. */
export const BY_SHIFT = 6;
export const BY_MASK = 3;
export const BY_NOBODY = 0;
export const BY_CLIENT = 1;
export const BY_SERVER = 2;

/** What that RST looked like. */
export const HOW_SHIFT = 8;
export const HOW_MASK = 3;
export const NO_SOCKET = 0;
export const ABORT = 1;
export const MIDDLEBOX = 2;

/** When it came. */
export const PHASE_SHIFT = 10;
export const PHASE_MASK = 7;
export const IN_HANDSHAKE = 0;
export const IN_FIRST_DATA = 1;
export const IN_TRANSFER = 2;
export const WHEN_IDLE = 3;
export const IN_CLOSE = 4;

/** Why its shift has the grade that it has: the numbers of reasons.ts. */
export const REASON_SHIFT = 13;
export const REASON_MASK = 63;

/** Zeek's conn_state: the numbers of conn-states.ts. */
export const STATE_SHIFT = 19;
export const STATE_MASK = 15;

/** How many sides' last acknowledged payload was not captured. */
export const LAST_GAPS_SHIFT = 23;
export const LAST_GAPS_MASK = 3;
