import * as CONNECTION from "../connection-bits";
import { placeFrames } from "./batch";
import { forgetBlocks } from "./follow/reassembly";
import { freeConnection, placeRecords, recordAt, wipeRecords } from "./follow/records";
import { sideAt } from "./follow/side";
import { placeSlots, wipeSlots } from "./follow/table";
import { noteGone } from "./follow/take";

export {
  addPacket,
  baseSecond,
  batchAddress,
  closeBatch,
  decodeFrame,
  framesAddress,
  packetCount,
  skip,
  skippedAddress,
  takeTunnelsOff,
  waitingSegments,
} from "./batch";
export { readPcap } from "./decode/pcap";
export { wasCopy } from "./follow/copies";
export { endResets, noteResets, noteSurvivors } from "./follow/devices";
export { recordsAddress, usedRecords } from "./follow/records";
export { nameServicePort } from "./follow/roles";
export { lastDirection, rebuild } from "./follow/table";
export {
  currentIsNew,
  currentRecord,
  keepVlansApart,
  prepare,
  take,
  takeFragment,
  takenSegments,
  takeTooBig,
  takeUnreachable,
  tellCurrent,
  tellNewConnections,
} from "./follow/take";
export { judge, nameServer } from "./judge/judge";

const LINE_BYTES: usize = 64;

/** Lays the memory out for at most so many connections at once; to be called first. */
export function setUp(most: i32): void {
  const frames = (__heap_base + LINE_BYTES - 1) & ~(LINE_BYTES - 1);
  const slots = placeFrames(frames);
  placeRecords(placeSlots(slots, most), most);
}

/** Gives a connection's record up; `rebuild` has to follow before anything else is taken in. */
export function remove(id: i32): void {
  const connection = recordAt(id);
  if ((connection.flags & CONNECTION.REPLACED) === 0) noteGone(connection);
  forgetBlocks(sideAt(connection, 0));
  forgetBlocks(sideAt(connection, 1));
  freeConnection(id);
}

/** Makes all of the memory zeroes again but the blocks of captures, for another instance; this one is of no use then. */
export function wipe(): void {
  wipeRecords();
  wipeSlots();
  memory.fill(0, 0, __heap_base);
}
