import { type Fate, groupBy } from "../core/index.js";

/** A connection as far as it matters whether others of its program count beside it. */
interface OfSet {
  traffic?: string | undefined;
  set?: number | undefined;
  transfer?: number | undefined;
  fate?: Fate | undefined;
}

/**
 * What a connection counts as: its set of keep-alive requests, which goes on over another one where its server closes one,
 * or itself.
 */
export function setOf(one: Pick<OfSet, "traffic" | "set">): unknown {
  return one.set === undefined ? one : `${one.traffic} ${one.set}`;
}

/** The download that a connection has a part of, where that may go on over others; undefined where it may not. */
export function transferOf({ traffic, transfer }: OfSet): string | undefined {
  return transfer === undefined ? undefined : `${traffic} ${transfer}`;
}

/**
 * The last connection of each download that may go on over others, and all other connections as they are: such a download
 * is lost only where its last connection is.
 * @param connections in the order in which they began
 */
export function lastOfTransfers<T extends OfSet>(connections: readonly T[]): T[] {
  const transfers = groupBy(connections, (one): unknown => transferOf(one) ?? one);
  return [...transfers.values()].flatMap((group) => group.at(-1) ?? []);
}

/**
 * One connection for each set of keep-alive requests, and all others as they are: curl repeats a request that a reset met
 * over a new connection, which is no survivor beside the one that was lost. The first of a set that was lost stands for it,
 * or else its last.
 * @param isLost by its fate, unless something else is asked
 */
export function oneOfEachSet<T extends OfSet>(
  connections: readonly T[],
  isLost: (one: T) => boolean = ({ fate }) => fate !== "survived",
): T[] {
  const sets = groupBy(connections, setOf);
  return [...sets.values()].flatMap((group) => group.find(isLost) ?? group.at(-1) ?? []);
}
