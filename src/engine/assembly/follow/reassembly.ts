import * as SIDE from "../../side-bits";
import { freeSpare, NONE, newSpare, recordAt } from "./records";
import { Side } from "./side";

/** Blocks above a hole that are kept apart; a side with more holes at once gives the lowest one up. */
const MAX_BLOCKS: i32 = 32;
/** An ack is no more than a window ahead of payload that was recorded late, 1 GiB at most (RFC 7323 section 2.3). */
const MAX_LATE: i32 = 1 << 30;
/** Blocks stand in a spare record as pairs [from, to) in order, from its third word on: the first two are the record's. */
const FIRST_BLOCK: usize = 8;

/**
 * Notes payload at [from, to). Nearly all of it continues the contiguous part, which is one word of the record.
 * @returns true when at least one of the numbers was new
 */
export function dataSent(me: Side, from: i32, to: i32): bool {
  const contiguous = me.contiguous;
  if (to - contiguous <= 0) return false;
  if (from - contiguous > 0) return insert(me, from, to);
  me.contiguous = to;
  if (me.facts & SIDE.HAS_BLOCKS) absorb(me);
  return true;
}

/**
 * Notes that the other side acknowledged everything below `ack`: the capture will not fill the holes below payload that
 * it has. What else is missing may come after the ack, where several queues of a network card are captured.
 */
export function acknowledged(me: Side, ack: i32): void {
  while (me.facts & SIDE.HAS_BLOCKS && fromOf(me, 0) - ack <= 0) {
    me.contiguous = fromOf(me, 0);
    me.gaps++;
    absorb(me);
  }
  if (ack - me.contiguous > MAX_LATE) {
    me.contiguous = ack;
    me.gaps++;
  }
}

/** The number of holes that begin in the numbers [from, to), of which those below the contiguous part were captured. */
export function holesWithin(me: Side, from: i32, to: i32): i32 {
  let at = from - me.contiguous > 0 ? from : me.contiguous;
  let holes = 0;
  for (let block = 0; block < me.openHoles && fromOf(me, block) - to < 0; block++) {
    if (fromOf(me, block) - at > 0) holes++;
    if (toOf(me, block) - at > 0) at = toOf(me, block);
  }
  return to - at > 0 ? holes + 1 : holes;
}

/** The number below which the highest payload that was captured ends. */
export function highest(me: Side): i32 {
  return me.openHoles > 0 ? toOf(me, me.openHoles - 1) : me.contiguous;
}

/** Forgets the blocks of a side whose connection goes. */
export function forgetBlocks(me: Side): void {
  if (me.facts & SIDE.HAS_BLOCKS) clear(me);
}

function insert(me: Side, from: i32, to: i32): bool {
  if ((me.facts & SIDE.HAS_BLOCKS) === 0) {
    const spare = newSpare();
    if (spare === NONE) {
      // No room to remember the hole: it is given up at once.
      me.contiguous = to;
      me.gaps++;
      return true;
    }
    me.blocks = spare;
    me.facts |= SIDE.HAS_BLOCKS;
  }
  const isNew = mergeInto(me, from, to);
  if (me.openHoles > MAX_BLOCKS) {
    me.contiguous = fromOf(me, 0);
    me.gaps++;
    absorb(me);
  }
  return isNew;
}

/** Moves the contiguous part over every block that it reaches. */
function absorb(me: Side): void {
  let reached = 0;
  while (reached < me.openHoles && fromOf(me, reached) - me.contiguous <= 0) {
    const to = toOf(me, reached);
    if (to - me.contiguous > 0) me.contiguous = to;
    reached++;
  }
  replace(me, 0, reached, 0);
  if (me.openHoles === 0) clear(me);
}

function clear(me: Side): void {
  freeSpare(me.blocks);
  me.blocks = 0;
  me.openHoles = 0;
  me.facts &= ~SIDE.HAS_BLOCKS;
}

/** Adds [from, to) to blocks in order; returns false when one block held all of it already. */
function mergeInto(me: Side, from: i32, to: i32): bool {
  let at = 0;
  while (at < me.openHoles && toOf(me, at) - from < 0) at++;
  let low = from;
  let high = to;
  let end = at;
  while (end < me.openHoles && fromOf(me, end) - to <= 0) {
    const blockFrom = fromOf(me, end);
    const blockTo = toOf(me, end);
    if (blockFrom - from <= 0 && blockTo - to >= 0) return false;
    if (blockFrom - low < 0) low = blockFrom;
    if (blockTo - high > 0) high = blockTo;
    end++;
  }
  replace(me, at, end, 1);
  store<i32>(blockAt(me, at), low);
  store<i32>(blockAt(me, at), high, 4);
  return true;
}

/** Makes room for `count` blocks in place of those in [start, end). */
function replace(me: Side, start: i32, end: i32, count: i32): void {
  const rest = me.openHoles - end;
  memory.copy(blockAt(me, start + count), blockAt(me, end), (<usize>rest) << 3);
  me.openHoles = start + count + rest;
}

function blockAt(me: Side, index: i32): usize {
  return changetype<usize>(recordAt(me.blocks)) + FIRST_BLOCK + ((<usize>index) << 3);
}

function fromOf(me: Side, index: i32): i32 {
  return load<i32>(blockAt(me, index));
}

function toOf(me: Side, index: i32): i32 {
  return load<i32>(blockAt(me, index), 4);
}
