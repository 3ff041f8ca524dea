import type { ScriptedConnection } from "./traffic-mix.js";

/** Connections by the time of their next packet: a binary heap. */
export class Schedule {
  readonly #heap: ScriptedConnection[] = [];

  /** When the next packet is due; infinity when there is none. */
  get nextDue(): number {
    return this.#heap[0]?.due ?? Number.POSITIVE_INFINITY;
  }

  add(connection: ScriptedConnection): void {
    const heap = this.#heap;
    let at = heap.length;
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      const above = heap[parent] as ScriptedConnection;
      if (above.due <= connection.due) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = connection;
  }

  /** The connection that is due next, taken off. */
  take(): ScriptedConnection | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let child = at * 2 + 1;
      if (child >= heap.length) break;
      const right = heap[child + 1];
      if (right !== undefined && right.due < (heap[child] as ScriptedConnection).due) child++;
      const below = heap[child] as ScriptedConnection;
      if (below.due >= last.due) break;
      heap[at] = below;
      at = child;
    }
    heap[at] = last;
    return first;
  }
}
