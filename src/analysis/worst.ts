import type { ConnectionRecord, TracedConnection } from "./record.js";

const GRADE_RANK: Record<ConnectionRecord["shifted"]["grade"], number> = {
  certain: 3,
  likely: 2,
  possible: 1,
  no: 0,
};

/** One of the connections that a person should look at first. */
export interface Worst extends TracedConnection {
  file: string;
}

/** Keeps the few connections that are most surely shifted, and of those the earliest. */
export class WorstConnections {
  readonly #count: number;
  readonly #kept: Worst[] = [];

  constructor(count: number) {
    this.#count = count;
  }

  add(connection: TracedConnection, file: string): void {
    const rank = rankOf(connection.record);
    if (rank === 0) return;
    const last = this.#kept.at(-1);
    if (this.#kept.length === this.#count && last && rankOf(last.record) >= rank) return;
    const after = this.#kept.findIndex(({ record }) => rankOf(record) < rank);
    this.#kept.splice(after < 0 ? this.#kept.length : after, 0, { ...connection, file });
    this.#kept.length = Math.min(this.#kept.length, this.#count);
  }

  /** Worst first. */
  get list(): readonly Worst[] {
    return this.#kept;
  }
}

/** Shifts first, by how sure they are, then other resets by the server. */
function rankOf({ shifted, reset }: ConnectionRecord): number {
  return GRADE_RANK[shifted.grade] * 2 + (reset?.by === "server" ? 1 : 0);
}
