import { closeSync, openSync, readSync } from "node:fs";

const FILE_HEADER = 24;
const RECORD_HEADER = 16;
const BLOCK_BYTES = 4 << 20;
const SLOTS = 1 << 20;
const ETHERTYPE_VLAN = 0x8100;
const ETHERTYPE_IPV4 = 0x0800;

/**
 * The floor: reads a nanosecond little-endian pcap of Ethernet frames, decodes headers and counts packets by address and
 * port pair, without any state of a connection. No error is handled and nothing is told of what was seen.
 * Usage: node bare-loop.js FILE
 */
function countTuples(file: string): { packets: number; tuples: number } {
  const bytes = new Uint8Array(BLOCK_BYTES);
  const view = new DataView(bytes.buffer);
  const keys = new Int32Array(SLOTS * 2);
  const counts = new Uint32Array(SLOTS);
  const descriptor = openSync(file, "r");
  let packets = 0;
  let tuples = 0;
  let kept = 0;
  let at = FILE_HEADER;
  for (;;) {
    const end = kept + readSync(descriptor, bytes, kept, BLOCK_BYTES - kept, null);
    if (end === kept) break;
    while (end - at >= RECORD_HEADER) {
      const next = at + RECORD_HEADER + view.getUint32(at + 8, true);
      if (next > end) break;
      let ip = at + RECORD_HEADER + 14;
      if (view.getUint16(ip - 2) === ETHERTYPE_VLAN) ip += 4;
      const isIpv4 = view.getUint16(ip - 2) === ETHERTYPE_IPV4;
      const addresses = isIpv4 ? ip + 12 : ip + 8;
      const width = isIpv4 ? 4 : 16;
      const tcp = isIpv4 ? ip + ((view.getUint8(ip) & 15) << 2) : ip + 40;
      const hosts = view.getInt32(addresses + width - 4) ^ view.getInt32(addresses + 2 * width - 4);
      const ports = view.getUint16(tcp) ^ view.getUint16(tcp + 2);
      const sum = (view.getUint16(tcp) + view.getUint16(tcp + 2)) | 0;
      const key = (ports << 16) | sum;
      let slot = Math.imul(hosts ^ Math.imul(key, 0x9e3779b1), 0x85ebca6b) >>> 12;
      while (counts[slot] !== 0 && (keys[slot * 2] !== hosts || keys[slot * 2 + 1] !== key)) {
        slot = (slot + 1) & (SLOTS - 1);
      }
      if (counts[slot] === 0) {
        keys[slot * 2] = hosts;
        keys[slot * 2 + 1] = key;
        tuples++;
      }
      counts[slot] = (counts[slot] as number) + 1;
      packets++;
      at = next;
    }
    bytes.copyWithin(0, at, end);
    kept = end - at;
    at = 0;
  }
  closeSync(descriptor);
  return { packets, tuples };
}

console.log(JSON.stringify(countTuples(process.argv[2] as string)));
