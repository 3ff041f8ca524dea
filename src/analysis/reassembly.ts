import { SIDE } from "./layout.js";
import type { SideView } from "./side-view.js";

/** Blocks above a hole that are kept apart; a connection with more holes at once gives the lowest one up. */
const MAX_BLOCKS = 32;

/** Sequence space above a hole: [from, to) pairs in order. */
type Blocks = number[];

/**
 * Follows which sequence numbers of a side were captured. Nearly all segments continue the contiguous part, which is one
 * word of the record; only sides with a hole have a list here.
 */
export class Reassembly {
  readonly #blocks = new Map<number, Blocks>();

  /**
   * Notes payload at [from, to).
   * @param key number that stands for this side of this connection
   * @returns true when at least one of the numbers was new
   */
  dataSent(me: SideView, key: number, from: number, to: number): boolean {
    const contiguous = me.contiguous;
    if (((to - contiguous) | 0) <= 0) return false;
    if (((from - contiguous) | 0) > 0) return this.#insert(me, key, from, to);
    me.contiguous = to;
    if (me.facts & SIDE.HAS_BLOCKS) this.#absorb(me, key);
    return true;
  }

  /**
   * Notes that the other side acknowledged everything below `ack`.
   * @returns the number of holes below it, which the capture will not fill any more
   */
  acknowledged(me: SideView, key: number, ack: number): number {
    let holes = 0;
    while (((ack - me.contiguous) | 0) > 0) {
      holes++;
      const blocks = me.facts & SIDE.HAS_BLOCKS ? this.#blocks.get(key) : undefined;
      const next = blocks?.[0];
      if (next === undefined || ((next - ack) | 0) > 0) {
        me.contiguous = ack;
        break;
      }
      me.contiguous = next;
      this.#absorb(me, key);
    }
    return holes;
  }

  /** Holes below blocks that nothing has filled or acknowledged yet. */
  openHoles(key: number): number {
    return (this.#blocks.get(key)?.length ?? 0) / 2;
  }

  forget(key: number): void {
    this.#blocks.delete(key);
  }

  #insert(me: SideView, key: number, from: number, to: number): boolean {
    let blocks = this.#blocks.get(key);
    if (blocks === undefined) {
      blocks = [];
      this.#blocks.set(key, blocks);
      me.facts |= SIDE.HAS_BLOCKS;
    }
    const isNew = mergeInto(blocks, from, to);
    if (blocks.length > MAX_BLOCKS * 2) {
      me.contiguous = blocks[0] as number;
      me.gaps++;
      this.#absorb(me, key);
    }
    return isNew;
  }

  /** Moves the contiguous part over every block that it reaches. */
  #absorb(me: SideView, key: number): void {
    const blocks = this.#blocks.get(key);
    if (blocks === undefined) return;
    while (blocks.length > 0 && (((blocks[0] as number) - me.contiguous) | 0) <= 0) {
      const to = blocks[1] as number;
      if (((to - me.contiguous) | 0) > 0) me.contiguous = to;
      blocks.splice(0, 2);
    }
    if (blocks.length > 0) return;
    this.#blocks.delete(key);
    me.facts &= ~SIDE.HAS_BLOCKS;
  }
}

/** Adds [from, to) to blocks in order; returns false when one block held all of it already. */
function mergeInto(blocks: Blocks, from: number, to: number): boolean {
  let at = 0;
  while (at < blocks.length && (((blocks[at + 1] as number) - from) | 0) < 0) at += 2;
  let low = from;
  let high = to;
  let end = at;
  while (end < blocks.length && (((blocks[end] as number) - to) | 0) <= 0) {
    const [blockFrom, blockTo] = [blocks[end] as number, blocks[end + 1] as number];
    if (((blockFrom - from) | 0) <= 0 && ((blockTo - to) | 0) >= 0) return false;
    if (((blockFrom - low) | 0) < 0) low = blockFrom;
    if (((blockTo - high) | 0) > 0) high = blockTo;
    end += 2;
  }
  blocks.splice(at, end - at, low, high);
  return true;
}
