import type { Segment } from "../packet/index.js";

/** Datagrams and waiting fragments that are held together; the oldest datagram goes when there are more. */
const MAX_HELD = 4096;
/** When Linux gives a datagram up (ipfrag_time); RFC 8200 section 4.5 allows 60. */
const TIMEOUT_SECONDS = 30;

/** Where the payload of a datagram's later fragments belongs. */
export interface FirstFragment {
  connection: number;
  side: 0 | 1;
  /** Sequence number of the byte at fragment offset 0, had the payload begun there. */
  base: number;
  /** The capture had that packet already, and with it the payload of the datagram. */
  isCopy: boolean;
}

/** Where the bytes of a later fragment stand in its datagram. */
export interface LaterFragment {
  offset: number;
  length: number;
}

/** A datagram of which not all fragments were captured yet. */
interface Datagram {
  /** When the capture showed it first, in seconds. */
  sec: number;
  first: FirstFragment | undefined;
  /** What came before the first fragment. */
  waiting: LaterFragment[];
  /** Bytes that came. */
  came: number;
  /** Bytes that it has, as the last fragment tells. */
  total: number;
}

/**
 * Brings the fragments of a datagram together: only the first one has ports and tells the connection, and it need not come
 * first.
 */
export class FragmentIndex {
  /** Oldest first. */
  readonly #datagrams = new Map<string, Datagram>();
  #held = 0;
  readonly #onLost: () => void;

  /** @param onLost told of each fragment that waited for its first one in vain */
  constructor(onLost: () => void) {
    this.#onLost = onLost;
  }

  /**
   * Takes in the first fragment of a datagram.
   * @returns the later ones that came before it
   */
  takeFirst(segment: Segment, first: FirstFragment): readonly LaterFragment[] {
    const key = keyOf(segment);
    // Another first fragment is of another datagram: the number was used again.
    if (this.#datagrams.get(key)?.first !== undefined) this.#drop(key);
    const datagram = this.#datagramOf(key, segment.sec);
    const { waiting } = datagram;
    datagram.first = first;
    datagram.waiting = [];
    this.#held -= waiting.length;
    this.#count(key, datagram, segment.fragmentOffset + segment.headerLength + segment.length);
    this.#makeRoom();
    return waiting;
  }

  /**
   * Takes in a later fragment.
   * @returns where its bytes belong, or undefined when it waits for the first one
   */
  takeLater(segment: Segment): FirstFragment | undefined {
    const { fragmentOffset: offset, length } = segment;
    const key = keyOf(segment);
    const datagram = this.#datagramOf(key, segment.sec);
    const { first } = datagram;
    if (first === undefined) {
      datagram.waiting.push({ offset, length });
      this.#held++;
    }
    if (segment.fragment === 0) datagram.total = offset + length;
    this.#count(key, datagram, length);
    this.#makeRoom();
    return first;
  }

  /** Gives up all that is held: at the end, and when records of connections are used again. */
  clear(): void {
    for (const key of this.#datagrams.keys()) this.#drop(key);
  }

  #datagramOf(key: string, sec: number): Datagram {
    const known = this.#datagrams.get(key);
    if (known !== undefined && sec - known.sec <= TIMEOUT_SECONDS) return known;
    this.#drop(key);
    const datagram = { sec, first: undefined, waiting: [], came: 0, total: Infinity };
    this.#datagrams.set(key, datagram);
    this.#held++;
    return datagram;
  }

  /** Counts bytes that came: a datagram that has all of them needs not be known any more. */
  #count(key: string, datagram: Datagram, bytes: number): void {
    datagram.came += bytes;
    if (datagram.first !== undefined && datagram.came >= datagram.total) this.#drop(key);
  }

  #makeRoom(): void {
    for (const oldest of this.#datagrams.keys()) {
      if (this.#held <= MAX_HELD) return;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    const datagram = this.#datagrams.get(key);
    if (datagram === undefined) return;
    this.#datagrams.delete(key);
    this.#held -= 1 + datagram.waiting.length;
    for (const _ of datagram.waiting) this.#onLost();
  }
}

function keyOf(segment: Segment): string {
  const { src0, src1, src2, src3, dst0, dst1, dst2, dst3, ipId } = segment;
  return `${src0},${src1},${src2},${src3},${dst0},${dst1},${dst2},${dst3},${ipId}`;
}
