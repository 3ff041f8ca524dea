import type { Verdict } from "./verdict.js";

/** What a run says while it goes on; the run room emits these and any reporter may listen. */
export type ProgressEvent =
  | { kind: "run-start"; id: string; folder: string; cases: string[]; driver: string }
  | {
      kind: "lab";
      lab: string;
      phase: "deploying" | "converging" | "steady" | "removing" | "removed";
      ms?: number;
    }
  | { kind: "case-phase"; name: string; phase: string }
  | { kind: "case-end"; name: string; verdict: Verdict; ms: number; reasons: string[] }
  | { kind: "note"; text: string };

/** Receives the progress of a run. */
export type ProgressListener = (event: ProgressEvent) => void;
