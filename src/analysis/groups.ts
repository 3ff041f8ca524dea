/** Connections that have something in common, and how many of them were shifted. */
export interface Group {
  label: string;
  connections: number;
  shifted: number;
}

/** Groups that are told apart; what comes later is counted together. */
const MAX_GROUPS = 100_000;
const REST = "others";

/** Counts connections by label. */
export class Groups {
  readonly #groups = new Map<string, Group>();

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
    return [...this.#groups.values()];
  }

  #group(label: string): Group {
    let group = this.#groups.get(label);
    if (group === undefined) {
      const name = this.#groups.size < MAX_GROUPS ? label : REST;
      group = this.#groups.get(name) ?? { label: name, connections: 0, shifted: 0 };
      this.#groups.set(name, group);
    }
    return group;
  }

  /** The groups with most shifted connections, then with most connections. */
  worst(count: number): Group[] {
    return [...this.#groups.values()]
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

  /** All groups in two: those with shifted connections and the others. */
  splitByShift(): { hit: Group; others: Group; hitCount: number; count: number } {
    const hit: Group = { label: "with shifted connections", connections: 0, shifted: 0 };
    const others: Group = { label: "others", connections: 0, shifted: 0 };
    let hitCount = 0;
    for (const group of this.#groups.values()) {
      const into = group.shifted > 0 ? hit : others;
      if (group.shifted > 0) hitCount++;
      into.connections += group.connections;
      into.shifted += group.shifted;
    }
    return { hit, others, hitCount, count: this.#groups.size };
  }
}
