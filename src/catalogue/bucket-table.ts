import { createHash } from "node:crypto";

/** How the buckets of a hash table are given to members. */
export interface BucketTable {
  /** Number of buckets. */
  size: number;
  /** The member of each bucket; empty without members. */
  fill<T extends { name: string }>(members: readonly T[]): T[];
}

// Divisible by every number of members up to 10, and by every two such numbers that follow each other.
const EVEN = 2520;

/** A range of the hash space for each member, in their order (RFC 2992 section 3). */
export const thresholdTable = evenTable((bucket, members) => Math.floor((bucket * members) / EVEN));

/** The hash modulo the number of members (RFC 2991 section 4, "modulo-N hash"). */
export const moduloTable = evenTable((bucket, members) => bucket % members);

/**
 * The lookup table of Maglev (Eisenbud et al., NSDI 2016, section 3.4): every member has a permutation of the buckets,
 * made from two hashes of its name, and they take turns to fill the next one that is free. Members' names alone decide,
 * not their order, so that tables made apart are equal. The size must be prime.
 */
export function maglevTable(size: number): BucketTable {
  return {
    size,
    fill<T extends { name: string }>(members: readonly T[]) {
      const table: (T | undefined)[] = Array.from({ length: size });
      const walks = members
        .toSorted((a, b) => (a.name < b.name ? -1 : 1))
        .map((member) => ({ member, ...permutationOf(member.name, size) }));
      for (let filled = 0; filled < size; filled++) {
        const walk = walks[filled % walks.length];
        if (!walk) return [];
        while (table[walk.next] !== undefined) walk.next = (walk.next + walk.skip) % size;
        table[walk.next] = walk.member;
      }
      return table.filter((member) => member !== undefined);
    },
  };
}

function permutationOf(name: string, size: number): { next: number; skip: number } {
  const digest = createHash("sha256").update(name).digest();
  return { next: digest.readUInt32BE(0) % size, skip: (digest.readUInt32BE(4) % (size - 1)) + 1 };
}

/** A table in which all members have as many buckets. @param placeOf a bucket's member among so many */
function evenTable(placeOf: (bucket: number, members: number) => number): BucketTable {
  return {
    size: EVEN,
    fill: (members) =>
      Array.from({ length: EVEN }, (_, bucket) => members[placeOf(bucket, members.length)]).filter(
        (member) => member !== undefined,
      ),
  };
}
