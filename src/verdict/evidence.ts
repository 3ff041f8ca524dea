import type {
  CaptureRecord,
  EventRecord,
  Family,
  OracleRecord,
  TrafficRecord,
} from "../core/index.js";
import type { Scenario } from "../scenario/index.js";

/** Addresses of a lab in one family, without prefix lengths: all that a judge has to know of it. */
export interface LabFacts {
  vip: string;
  origins: { name: string; address: string }[];
  devices: { name: string; address: string }[];
}

/** Everything that was recorded of one case; the judge needs nothing else but the capture files. */
export interface CaseEvidence {
  scenario: Scenario;
  family: Family;
  /** The scenario's file and the lab's folder, relative to the run folder. */
  scenarioFile: string;
  labFolder: string;
  topology: string;
  facts: LabFacts;
  events: EventRecord[];
  traffic: TrafficRecord[];
  captures: CaptureRecord[];
  /** What was foretold of the held connections; left out where there was nothing to ask about. */
  oracle?: OracleRecord;
  /** What went wrong during the case, if anything: it then proves nothing. */
  faults: string[];
  durationMs: number;
}
