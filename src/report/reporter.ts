import type { ProgressEvent } from "../core/index.js";
import type { RunDocument } from "../verdict/index.js";

/** Listens to a run and reports it; every hook is optional. */
export interface Reporter {
  /** Called for each progress event, while the run goes on. */
  onProgress?(event: ProgressEvent): void;
  /** Called once, when the run is judged and its run.json is written to the run folder. */
  onEnd?(document: RunDocument, runFolder: string): void | Promise<void>;
}

/** A reporter with the name under which its crash is told. */
export interface NamedReporter extends Reporter {
  name: string;
}

/** One reporter that crashed, and what it threw. */
export interface ReporterCrash {
  name: string;
  thrown: unknown;
}

/**
 * Several reporters as one. A reporter that throws never stops another: its crash is handed to `onCrash`, it hears of
 * no more progress (it would throw for every event), and it is still called at the end, where it may yet be of use.
 */
export function multiplex(
  reporters: readonly NamedReporter[],
  onCrash: (crash: ReporterCrash) => void,
): Required<Reporter> {
  const silenced = new Set<NamedReporter>();
  return {
    onProgress(event) {
      for (const reporter of reporters) {
        if (silenced.has(reporter)) continue;
        try {
          reporter.onProgress?.(event);
        } catch (thrown) {
          silenced.add(reporter);
          onCrash({ name: reporter.name, thrown });
        }
      }
    },
    async onEnd(document, runFolder) {
      for (const reporter of reporters) {
        try {
          await reporter.onEnd?.(document, runFolder);
        } catch (thrown) {
          onCrash({ name: reporter.name, thrown });
        }
      }
    },
  };
}
