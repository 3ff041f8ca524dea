import { mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  type CapturePoint,
  capturePoints,
  type RunningCapture,
  startCapture,
} from "../capture/index.js";
import { faultsOf, type Scope } from "../core/index.js";
import type { RunningLab } from "../driver/index.js";
import type { CaseEvidence } from "../verdict/index.js";

/** A capture that is running, and where its file will be: relative to the run folder. */
interface Armed {
  point: CapturePoint;
  file: string;
  capture: RunningCapture;
}

/** Where the captures of a case go. */
interface CapturesContext {
  running: RunningLab;
  runFolder: string;
  scope: Scope;
  signal?: AbortSignal | undefined;
}

/** The captures of one case, at every point that it is judged by. */
export class CaseCaptures {
  readonly #armed: readonly Armed[];

  private constructor(armed: readonly Armed[]) {
    this.#armed = armed;
  }

  /** Starts them all. @throws ShiftError E_CAPTURE, E_TIMEOUT or E_INTERRUPTED: then the scope ends those that run */
  static async arm(
    caseId: string,
    { running, runFolder, scope, signal }: CapturesContext,
  ): Promise<CaseCaptures> {
    const folder = join("captures", caseId);
    mkdirSync(join(runFolder, folder), { recursive: true });
    const armed = capturePoints(running.spec.lab).map(async (point): Promise<Armed> => {
      const file = join(folder, `${point.node}-${point.interface}.pcap`);
      const { node, interface: link } = point;
      const path = join(runFolder, file);
      const capture = await startCapture(running.node(node), link, path, scope, signal);
      return { point, file, capture };
    });
    return new CaseCaptures(await Promise.all(armed));
  }

  /** Stops and records every one, also when another failed: what was captured is kept. */
  async stop(evidence: Pick<CaseEvidence, "captures" | "faults">): Promise<void> {
    const stopped = await Promise.allSettled(this.#armed.map(({ capture }) => capture.stop()));
    for (const [index, { point, file }] of this.#armed.entries()) {
      const result = stopped[index];
      if (result?.status === "fulfilled") {
        const { packets, dropped } = result.value;
        evidence.captures.push({ ...point, file, packets, droppedByKernel: dropped });
      } else {
        evidence.faults.push(...faultsOf(result?.reason));
      }
    }
  }
}
