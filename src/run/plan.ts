import type { Family } from "../core/index.js";
import { spoilsLab } from "../events/index.js";
import type { LoadedScenario } from "../topology/index.js";
import type { PlanTie } from "../verdict/index.js";

/** One scenario in one family, ready to run. */
export interface PlannedCase extends LoadedScenario {
  /** Scenario name and family, unique in the run: names its folders. */
  id: string;
  family: Family;
  /** What the host lacks for it, in words: it is not run then, and its result says why. */
  lacks?: string;
  /** What it is compared with, where a plan is validated. */
  plan?: PlanTie;
}

/** Place of a case among those of a run, by what its result tells of it; -1 where it is none of them. */
export function placeOf(
  cases: readonly PlannedCase[],
  { name, family }: { name: string; family: Family },
): number {
  return cases.findIndex((one) => one.scenario.name === name && one.family === family);
}

/** Cases with the same key can run in the same lab, one after another. */
export function labKey(planned: PlannedCase): string {
  return JSON.stringify([planned.topology.name, planned.parameters]);
}

/** True when no other case may use the lab after this one. */
export function needsLabOfItsOwn(planned: PlannedCase): boolean {
  const { mitigation, timeline } = planned.scenario;
  // What a mitigation of one's own did by commands is undone by nothing else.
  return mitigation !== undefined || timeline.some(spoilsLab);
}

/** The cases that are still to run; workers take from it. */
export class CaseQueue {
  readonly #cases: PlannedCase[];

  constructor(cases: readonly PlannedCase[]) {
    this.#cases = [...cases];
  }

  /** A case to deploy a new lab for: of the kind of lab that most cases still wait for. */
  takeAny(): PlannedCase | undefined {
    const waiting = new Map<string, number>();
    for (const planned of this.#cases)
      waiting.set(labKey(planned), (waiting.get(labKey(planned)) ?? 0) + 1);
    const [key] = [...waiting].sort(([, a], [, b]) => b - a)[0] ?? [];
    return key === undefined ? undefined : this.takeFor(key);
  }

  /** The next case for a lab of this kind; those that spoil the lab come last. */
  takeFor(key: string): PlannedCase | undefined {
    const fitting = this.#cases.filter((planned) => labKey(planned) === key);
    const next = fitting.find((planned) => !needsLabOfItsOwn(planned)) ?? fitting[0];
    if (next) this.#cases.splice(this.#cases.indexOf(next), 1);
    return next;
  }

  /** Puts a case that was taken back, to be taken again. */
  putBack(planned: PlannedCase): void {
    this.#cases.unshift(planned);
  }

  /** Takes everything that is left, for a run that stops early. */
  takeAll(): PlannedCase[] {
    return this.#cases.splice(0);
  }
}
