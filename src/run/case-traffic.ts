import { abortable, faultsOf, ShiftError, type TrafficRecord } from "../core/index.js";
import { opensLater, type Traffic } from "../scenario/index.js";
import { type RunningTraffic, startTraffic, type TrafficContext } from "../traffic/index.js";
import type { CaseEvidence } from "../verdict/index.js";

/** The traffic of one case: what its scenario plans, what was started of it, and what that has told. */
export class CaseTraffic {
  readonly #planned: readonly Traffic[];
  readonly #context: TrafficContext;
  readonly #underWay: () => Promise<void>;
  readonly #started: RunningTraffic[] = [];

  /** @param underWay what is to be waited for each time that more of it has been opened */
  constructor(
    planned: readonly Traffic[],
    context: Omit<TrafficContext, "soFar">,
    underWay: () => Promise<void>,
  ) {
    this.#planned = planned;
    this.#context = { ...context, soFar: (id) => this.#find(id)?.soFar?.() ?? [] };
    this.#underWay = underWay;
  }

  /** Starts all but what a step of the timeline opens. @throws ShiftError E_TRAFFIC, E_TIMEOUT or E_INTERRUPTED */
  start(): Promise<void> {
    return this.#start(this.#planned.filter((one) => !opensLater(one)));
  }

  /** Starts one that waited for its step. @throws as `start` */
  open(id: string): Promise<void> {
    return this.#start(this.#planned.filter((one) => one.id === id));
  }

  /** Resets each held connection of one from its own end. */
  async abort(id: string): Promise<void> {
    await this.#find(id)?.abort?.();
  }

  /** One request on each held connection of one; resolves at once when it runs in the background. */
  async probe(id: string, background: boolean): Promise<void> {
    const ended = this.#find(id)?.probe?.();
    // A failure is told by `collect`, which waits for it; without a handler it would end the process first.
    if (background) ended?.catch(() => undefined);
    else await ended;
  }

  /** What is known so far of every held connection. */
  soFar(): TrafficRecord[] {
    return this.#started.flatMap((one) => one.soFar?.() ?? []);
  }

  /** The device that answered the first connection. @throws ShiftError E_EVENT before any has */
  serving(): string {
    for (const one of this.#started) {
      const device = one.firstDevice();
      if (device) return device;
    }
    throw new ShiftError({
      code: "E_EVENT",
      message: "no device has answered yet, so none is serving",
    });
  }

  /** Waits for the end of all that was started, and records what each said. */
  collect(evidence: Pick<CaseEvidence, "traffic" | "faults">, signal?: AbortSignal): Promise<void> {
    return collectRecords(this.#started, evidence, signal);
  }

  #find(id: string): RunningTraffic | undefined {
    return this.#started.find((one) => one.id === id);
  }

  async #start(ones: readonly Traffic[]): Promise<void> {
    const started = ones.map((one) => startTraffic(one, this.#context));
    this.#started.push(...started);
    await Promise.all(started.map((one) => one.established()));
    await this.#underWay();
  }
}

/**
 * Waits for the end of all traffic, one after another, and records what each said; also when one before it failed, or the
 * case was interrupted.
 */
export async function collectRecords(
  traffic: readonly Pick<RunningTraffic, "id" | "finished" | "soFar">[],
  evidence: Pick<CaseEvidence, "traffic" | "faults">,
  signal?: AbortSignal,
): Promise<void> {
  for (const one of traffic) {
    try {
      evidence.traffic.push(...(await abortable(`the end of ${one.id}`, one.finished(), signal)));
    } catch (thrown) {
      evidence.traffic.push(...(one.soFar?.() ?? []));
      evidence.faults.push(...faultsOf(thrown));
    }
  }
}
