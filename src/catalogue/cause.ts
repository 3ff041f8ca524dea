import type { Cell, CellPlan, Fates, Needs } from "./cell.js";

/** What changes, as far as a mitigation has to know it. */
export type CauseKind =
  | "member-lost" // withdrawn by BGP, device alive
  | "link-lost" // the member's link is down
  | "member-silent" // the device takes no packet, no router knows
  | "member-returned"
  | "flap"
  | "path-moved" // upstream: another site
  | "per-packet"
  | "hash-input" // a field of the header that is hashed changes within a connection
  | "fragments"
  | "icmp"
  | "balancer-lost"
  | "reseeded"; // the router hashes with another seed

/** Why connections shift, in one file each under causes/. */
export interface Cause {
  /** Lower-case words with hyphens; names cells, pages and command-line arguments. */
  id: string;
  /** In the field's words. */
  name: string;
  kind: CauseKind;
  /** What happens in real life. */
  about: string;
  /** Where that is described: RFC section, kernel file, paper, incident report. */
  source: string;
  needs: Needs;
  /** Which connections are exposed. */
  exposes: string;
  /** What an origin's capture shows. */
  signature: string;
  /** What looks most like it and is not, and what tells them apart. */
  lookAlike: string;
  /** The scenario of a cell, without any mitigation. */
  plan(cell: Cell): CellPlan;
  /** What theory says of the judged connections without a mitigation. */
  theory(cell: Cell): Fates;
}
