import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** What the compiled engine offers; assembly/ says what each function does. Addresses and lengths are in bytes. */
export interface Compiled {
  setUp(most: number): void;
  takeTunnelsOff(off: boolean): void;
  keepVlansApart(apart: boolean): void;
  tellNewConnections(tell: boolean): void;
  tellCurrent(): void;
  nameServicePort(port: number): void;
  framesAddress(): number;
  batchAddress(): number;
  skippedAddress(): number;
  recordsAddress(): number;
  decodeFrame(at: number, captured: number, original: number, linkType: number): number;
  addPacket(
    at: number,
    captured: number,
    original: number,
    linkType: number,
    sec: number,
    nanos: number,
  ): void;
  readPcap(from: number, to: number, swapped: boolean, unit: number, linkType: number): number;
  waitingSegments(): number;
  closeBatch(): number;
  prepare(count: number): number;
  take(from: number, count: number): number;
  takeFragment(id: number, side: number, from: number, length: number): void;
  takeTooBig(index: number): void;
  takeUnreachable(index: number): void;
  skip(reason: number): void;
  currentRecord(): number;
  currentIsNew(): number;
  wasCopy(index: number): number;
  lastDirection(): number;
  usedRecords(): number;
  noteResets(from: number, to: number): void;
  endResets(): number;
  noteSurvivors(from: number, to: number): void;
  nameServer(id: number, side: number): void;
  judge(from: number, to: number): void;
  remove(id: number): void;
  rebuild(): void;
  wipe(): void;
  packetCount(): number;
  takenSegments(): number;
  baseSecond(): number;
}

/** Where `npm run build` puts it; the way there is the same from src/engine, dist/engine, dist/bin and dist/library. */
const FILE = new URL("../../dist/engine/engine.wasm", import.meta.url);

let compiled: WebAssembly.Module | undefined;

/**
 * A new instance, on a memory of zeroes.
 * @internal Its types are the browser's, which programs for Node that use the library need not have.
 */
export function newInstance(memory: WebAssembly.Memory): Compiled {
  compiled ??= new WebAssembly.Module(bytesOf(FILE));
  return new WebAssembly.Instance(compiled, { env: { memory } }).exports as unknown as Compiled;
}

function bytesOf(file: URL): Uint8Array<ArrayBuffer> {
  try {
    return readFileSync(file);
  } catch (cause) {
    const remedy = "`npm run build` makes it; bundlers have to leave this package out (external)";
    throw new Error(`cannot read ${fileURLToPath(file)}: ${remedy}`, { cause });
  }
}
