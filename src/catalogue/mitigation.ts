import type { MitigationId, Step, Traffic } from "../scenario/index.js";
import type { Cause } from "./cause.js";
import type { Cell, CellPlan, Fates, Needs } from "./cell.js";

/** A plan of one's own, as far as a mitigation asks whether it can be shown there. */
interface OwnPlan {
  /** Name of its topology. */
  topology: string;
  traffic: readonly Traffic[];
  timeline: readonly Step[];
}

/** What operators do against shifts, in one file each under mitigations/. */
export interface Mitigation {
  /** Lower-case words with hyphens; names cells, pages and command-line arguments. */
  id: MitigationId;
  /** In the field's words. */
  name: string;
  /** What it does and where it runs. */
  about: string;
  source: string;
  /** What it takes: state, bandwidth, latency, cooperation. */
  cost: string;
  /** What it breaks or leaves worse. */
  breaks: string;
  needs: Needs;
  /** Why it cannot be combined with a cause, in one sentence; undefined where it can. */
  notFor(cause: Cause): string | undefined;
  /** What is wrong with a plan of one's own, and what to do; undefined where it can show the mitigation. */
  notOn?(plan: OwnPlan): { why: string; hint: string } | undefined;
  /** Set where it changes what users see, and the fate of no connection. */
  forUsers?: true;
  /** Traffic of a plan of one's own as it is without the mitigation; left out where it is the same. */
  without?(traffic: Traffic): Traffic;
  /** The scenario with the mitigation in force. */
  apply(plan: CellPlan, cause: Cause, cell: Cell): CellPlan;
  /** What theory says with it in force; undefined where it changes nothing. */
  theory(cause: Cause, cell: Cell): Fates | undefined;
}
