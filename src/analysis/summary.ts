import { addressOf } from "../core/index.js";
import { BurstFinder } from "./burst.js";
import { Groups } from "./groups.js";
import { GRADES, MAX_LISTED, OUTCOMES } from "./kinds.js";
import type { ConnectionRecord } from "./record.js";
import type { Group, Summary, Trigger } from "./schemas.js";

/** What a collector has counted. */
export interface SummaryCounts {
  connections: number;
  outcomes: Record<ConnectionRecord["outcome"], number>;
  grades: Record<ConnectionRecord["shifted"]["grade"], number>;
  origins: Group[];
  servers: Group[];
  sizes: Group[];
  ages: Group[];
  /** When shifts happened, milliseconds since the epoch. */
  times: readonly number[];
}

/** Limits of the size classes, in payload bytes of both sides. */
const SIZES: readonly [limit: number, label: string][] = [
  [1, "no payload"],
  [1_000, "below 1 kB"],
  [10_000, "1 to 10 kB"],
  [100_000, "10 to 100 kB"],
  [1_000_000, "100 kB to 1 MB"],
  [Number.POSITIVE_INFINITY, "1 MB and more"],
];
/** Limits of the age classes, in milliseconds. */
const AGES: readonly [limit: number, label: string][] = [
  [100, "below 100 ms"],
  [1_000, "100 ms to 1 s"],
  [10_000, "1 to 10 s"],
  [60_000, "10 s to 1 min"],
  [Number.POSITIVE_INFINITY, "1 min and more"],
];
/** From where on a payload counts as large and a connection as persistent. */
const LARGE_BYTES = 10_000;
const PERSISTENT_MS = 1_000;

/** Collects a summary, one connection after the other, in bounded memory. */
export class SummaryCollector {
  #connections = 0;
  readonly #outcomes = zeroes(OUTCOMES);
  readonly #grades = zeroes(GRADES);
  readonly #origins = new Groups();
  readonly #servers = new Groups();
  readonly #sizes = new Groups();
  readonly #ages = new Groups();
  readonly #burst = new BurstFinder();

  add(record: ConnectionRecord): void {
    const { grade } = record.shifted;
    const shifted = isShifted(record);
    this.#connections++;
    this.#outcomes[record.outcome]++;
    this.#grades[grade]++;
    this.#origins.add(addressOf(record.client), shifted);
    this.#servers.add(record.server, shifted);
    this.#sizes.add(classOf(SIZES, record.bytes.client + record.bytes.server), shifted);
    this.#ages.add(classOf(AGES, record.reset?.afterMs ?? record.durationMs), shifted);
    if (shifted && record.reset !== undefined) {
      this.#burst.add(Number(record.startNs) / 1e6 + record.reset.afterMs);
    }
  }

  /** What was counted so far, as plain data that threads can exchange. */
  counts(): SummaryCounts {
    return {
      connections: this.#connections,
      outcomes: this.#outcomes,
      grades: this.#grades,
      origins: this.#origins.all(),
      servers: this.#servers.all(),
      sizes: this.#sizes.all(),
      ages: this.#ages.all(),
      times: this.#burst.times,
    };
  }

  /** Adds what another collector counted. */
  merge(counts: SummaryCounts): void {
    this.#connections += counts.connections;
    for (const outcome of OUTCOMES) this.#outcomes[outcome] += counts.outcomes[outcome];
    for (const grade of GRADES) this.#grades[grade] += counts.grades[grade];
    this.#origins.merge(counts.origins);
    this.#servers.merge(counts.servers);
    this.#sizes.merge(counts.sizes);
    this.#ages.merge(counts.ages);
    for (const time of counts.times) this.#burst.add(time);
  }

  finish(): Summary {
    const sizes = this.#sizes.inOrder(SIZES.map(([, label]) => label));
    const ages = this.#ages.inOrder(AGES.map(([, label]) => label));
    const burst = this.#burst.find();
    return {
      connections: this.#connections,
      outcomes: this.#outcomes,
      shifted: this.#grades,
      origins: this.#origins.worst(MAX_LISTED),
      servers: this.#servers.worst(MAX_LISTED),
      sizes,
      ages,
      triggers: {
        origins: this.#originTrigger(),
        sizes: split("10 kB and more", sizes, limitsFrom(SIZES, LARGE_BYTES)),
        persistence: split("1 s and more", ages, limitsFrom(AGES, PERSISTENT_MS)),
      },
      ...(burst && { burst }),
    };
  }

  #originTrigger(): Trigger {
    const { hit, others, hitCount, count, isWhole } = this.#origins.splitByShift();
    const text = `${hitCount} of ${count} origins${isWhole ? "" : " that were told apart"}`;
    return { text, having: hit, others };
  }
}

/** Whether a connection counts as shifted where connections are counted. */
export function isShifted({ shifted: { grade } }: ConnectionRecord): boolean {
  return grade === "certain" || grade === "likely";
}

function zeroes<T extends string>(keys: readonly T[]): Record<T, number> {
  return Object.fromEntries(keys.map((key) => [key, 0])) as Record<T, number>;
}

function classOf(classes: readonly [number, string][], value: number): string {
  for (const [limit, label] of classes) if (value < limit) return label;
  throw new RangeError(`${value} is in no class`);
}

function limitsFrom(classes: readonly [number, string][], from: number): ReadonlySet<string> {
  const above = classes.filter((_, index) => (classes[index - 1]?.[0] ?? 0) >= from);
  return new Set(above.map(([, label]) => label));
}

function split(text: string, groups: readonly Group[], labels: ReadonlySet<string>): Trigger {
  const sum = (wanted: boolean): Group => {
    const chosen = groups.filter(({ label }) => labels.has(label) === wanted);
    return {
      label: wanted ? text : "others",
      connections: chosen.reduce((total, group) => total + group.connections, 0),
      shifted: chosen.reduce((total, group) => total + group.shifted, 0),
    };
  };
  return { text, having: sum(true), others: sum(false) };
}
