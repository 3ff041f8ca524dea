/** How a connection ended, by the first terminal event seen. */
export const OUTCOMES = [
  "closed", // FIN from both sides
  "reset", // RST after the handshake
  "refused", // RST as the answer to the SYN
  "unanswered", // SYN, and nothing came back
  "half-open", // only part of the handshake or of the close was seen
  "open", // established and not ended when the capture stopped
  "partial", // the beginning was not captured, or one direction only, and no end was seen; or nothing but RSTs
] as const;

/** How sure a shift is, from one capture alone. */
export const GRADES = ["certain", "likely", "possible", "no"] as const;

/** Groups of a summary that are listed, those with most shifts. */
export const MAX_LISTED = 20;

/** Version of the document that `analyze --json` prints; raised when a reader of the old one would misread the new one. */
export const ANALYSIS_VERSION = "anycast-shift/analysis/1";
