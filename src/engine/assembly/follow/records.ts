import * as CONNECTION from "../../connection-bits";
import { RECORD_WORDS } from "../../layout";
import { Connection } from "./connection";

const RECORD_BYTES: u32 = RECORD_WORDS << 2;
/** Few at first, as most captures are small and many may be read at once. */
const FIRST_RECORDS: u32 = 1 << 7;
const PAGE_BYTES: u32 = 1 << 16;
/** In place of a record number: no record. */
export const NONE: i32 = -1;

/** Address of record 0; all records follow each other. */
let base: usize = 0;
/** Records that the memory has room for. */
let room: i32 = 0;
/** One more than the highest record number that was ever used. */
let used: i32 = 0;
/**
 * Heads of the lists of records that are free again, linked by their ports. Those that held blocks hold only blocks again,
 * so that the numbers of connections follow their beginnings until one is removed.
 */
let firstFree: i32 = NONE;
let firstFreeSpare: i32 = NONE;
/** Records that hold a connection, and such that hold blocks of a side. */
let connections: i32 = 0;
let spares: i32 = 0;
let most: i32 = 0;

/** Begins the records at an address; `limit` connections are held at most, and as many sides with holes. */
export function placeRecords(address: usize, limit: i32): void {
  base = (address + RECORD_BYTES - 1) & ~(RECORD_BYTES - 1);
  most = limit;
  room = FIRST_RECORDS;
  if (!reach(base + FIRST_RECORDS * RECORD_BYTES)) unreachable();
}

/** Makes the records zeroes that were used. */
export function wipeRecords(): void {
  memory.fill(base, 0, <usize>(<u32>used) * RECORD_BYTES);
}

/** Makes the memory reach to an address; what it did not reach before costs nothing until it is touched. */
function reach(address: usize): bool {
  const end = memoryEnd();
  if (address <= end) return true;
  return memory.grow(<i32>((address - end + PAGE_BYTES - 1) / PAGE_BYTES)) !== -1;
}

function memoryEnd(): usize {
  return (<usize>memory.size()) << 16;
}

/** The record of this number; whether it holds a connection, its flags tell. */
export function recordAt(id: i32): Connection {
  return changetype<Connection>(base + <usize>(<u32>id) * RECORD_BYTES);
}

/** One more than the highest record number that was ever used. */
export function usedRecords(): i32 {
  return used;
}

/** Address of record 0, in bytes; each is RECORD_WORDS words. */
export function recordsAddress(): usize {
  return base;
}

/** Whether there is no room for another connection. */
export function isFull(): bool {
  return connections >= most;
}

/** A record for a connection, all zeroes; to be called when isFull() does not hold. */
export function newConnection(): i32 {
  connections++;
  if (firstFree === NONE) return unused();
  const id = firstFree;
  firstFree = cleared(id);
  return id;
}

/** A record for something else, or NONE. */
export function newSpare(): i32 {
  if (spares >= most) return NONE;
  spares++;
  let id = firstFreeSpare;
  if (id === NONE) id = unused();
  else firstFreeSpare = cleared(id);
  recordAt(id).flags = CONNECTION.NO_CONNECTION;
  return id;
}

/** Gives the record of a connection back, by its number. */
export function freeConnection(id: i32): void {
  connections--;
  link(id, firstFree);
  firstFree = id;
}

/** Gives the record of something else back, by its number. */
export function freeSpare(id: i32): void {
  spares--;
  link(id, firstFreeSpare);
  firstFreeSpare = id;
}

function link(id: i32, next: i32): void {
  const record = recordAt(id);
  record.flags = CONNECTION.NO_CONNECTION;
  record.ports = next;
}

/** Fills a free record with zeroes; returns the next one in its list. */
function cleared(id: i32): i32 {
  const record = recordAt(id);
  const next = record.ports;
  memory.fill(changetype<usize>(record), 0, RECORD_BYTES);
  return next;
}

/** A record that was never used. */
function unused(): i32 {
  if (used === room) more();
  return used++;
}

/** Doubles the room, up to what can ever be needed. */
function more(): void {
  room = min(room * 2, most * 2);
  if (!reach(base + <usize>(<u32>room) * RECORD_BYTES)) unreachable();
}
