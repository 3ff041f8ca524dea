import type { Group } from "./schemas.js";

/** Groups that are told apart; what comes later is counted together. */
export const MAX_GROUPS = 100_000;
const REST = "others";

/** Counts connections by label. */
export class Groups {
  readonly #groups = new Map<string, Group>();
  #rest: Group | undefined;

  add(label: string, shifted: boolean): void {
    const group = this.#group(label);
    group.connections++;
    if (shifted) group.shifted++;
  }

  /** Adds groups that were counted elsewhere. */
  merge(groups: readonly Group[]): void {
    for (const { label, connections, shifted } of groups) {
      const group = this.#group(label);
      group.connections += connections;
      group.shifted += shifted;
    }
  }

  all(): Group[] {
    return [...this.#groups.values(), ...(this.#rest ? [this.#rest] : [])];
  }

  #group(label: string): Group {
    const known = this.#groups.get(label);
    if (known !== undefined) return known;
    if (label === REST || this.#groups.size >= MAX_GROUPS) {
      this.#rest ??= { label: REST, connections: 0, shifted: 0 };
      return this.#rest;
    }
    const group = { label, connections: 0, shifted: 0 };
    this.#groups.set(label, group);
    return group;
  }

  /** The groups with most shifted connections, then with most connections. */
  worst(count: number): Group[] {
    return this.all()
      .sort(
        (a, b) =>
          b.shifted - a.shifted || b.connections - a.connections || (a.label < b.label ? -1 : 1),
      )
      .slice(0, count);
  }

  /** The groups that have these labels, in this order. */
  inOrder(labels: readonly string[]): Group[] {
    return labels.flatMap((label) => this.#groups.get(label) ?? []);
  }

  /** All groups in two: those with shifted connections and the others. `isWhole` tells whether all were told apart. */
  splitByShift(): {
    hit: Group;
    others: Group;
    hitCount: number;
    count: number;
    isWhole: boolean;
  } {
    const hit: Group = { label: "with shifted connections", connections: 0, shifted: 0 };
    const others: Group = { label: "others", connections: 0, shifted: 0 };
    let hitCount = 0;
    for (const group of this.#groups.values()) {
      const into = group.shifted > 0 ? hit : others;
      if (group.shifted > 0) hitCount++;
      into.connections += group.connections;
      into.shifted += group.shifted;
    }
    return { hit, others, hitCount, count: this.#groups.size, isWhole: this.#rest === undefined };
  }
}
