import { NO_ID, type Segment } from "../packet/index.js";

/** First fragments that are remembered; the oldest goes when another comes. */
const MAX_FIRST_FRAGMENTS = 4096;

/** Where the payload of a datagram's later fragments belongs. */
export interface FirstFragment {
  connection: number;
  side: 0 | 1;
  /** Sequence number of the byte at fragment offset 0, had the payload begun there. */
  base: number;
}

/** Remembers to which connection the first fragment of a datagram belonged: the later ones have no ports. */
export class FragmentIndex {
  readonly #first = new Map<string, FirstFragment>();

  remember(segment: Segment, first: FirstFragment): void {
    const key = keyOf(segment);
    this.#first.delete(key);
    this.#first.set(key, first);
    if (this.#first.size <= MAX_FIRST_FRAGMENTS) return;
    for (const oldest of this.#first.keys()) {
      this.#first.delete(oldest);
      return;
    }
  }

  find(segment: Segment): FirstFragment | undefined {
    return segment.ipId === NO_ID ? undefined : this.#first.get(keyOf(segment));
  }

  /** Forgets connections whose records are used again. */
  clear(): void {
    this.#first.clear();
  }
}

function keyOf(segment: Segment): string {
  const { src0, src1, src2, src3, dst0, dst1, dst2, dst3, ipId } = segment;
  return `${src0},${src1},${src2},${src3},${dst0},${dst1},${dst2},${dst3},${ipId}`;
}
