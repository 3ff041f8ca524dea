import { closeSync, openSync, readSync } from "node:fs";

const FILE_HEADER = 24;
const RECORD_HEADER = 16;
const BLOCK_BYTES = 4 << 20;
const SLOTS = 1 << 19;
const ETHERTYPE_VLAN = 0x8100;
const ETHERTYPE_IPV4 = 0x0800;
/** Four words of each address, and the ports. */
const KEY_WORDS = 9;

/**
 * The floor: reads a nanosecond little-endian pcap of Ethernet frames, decodes headers and counts packets by address and
 * port pair, without any state of a connection. No error is handled and nothing is told of what was seen.
 * Usage: node bare-loop.js FILE
 */
function countTuples(file: string): { packets: number; tuples: number } {
  const bytes = new Uint8Array(BLOCK_BYTES);
  const view = new DataView(bytes.buffer);
  const keys = new Int32Array(SLOTS * KEY_WORDS);
  const counts = new Uint32Array(SLOTS);
  const key = new Int32Array(KEY_WORDS);
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
      const tcp = isIpv4 ? ip + ((view.getUint8(ip) & 15) << 2) : ip + 40;
      const addresses = isIpv4 ? ip + 12 : ip + 8;
      const words = isIpv4 ? 1 : 4;
      const [src, dst] = [addresses, addresses + words * 4];
      const [from, to] = [view.getUint16(tcp), view.getUint16(tcp + 2)];
      // Both directions give the same key: the side with the higher port comes first.
      const up = from > to;
      const ports = up ? (from << 16) | to : (to << 16) | from;
      key[0] = ports;
      let hash = ports;
      for (let word = 0; word < 4; word++) {
        const has = word < words;
        const high = has ? view.getInt32((up ? src : dst) + word * 4) : 0;
        const low = has ? view.getInt32((up ? dst : src) + word * 4) : 0;
        key[1 + word] = high;
        key[5 + word] = low;
        hash = Math.imul(hash ^ high, 0x9e3779b1) ^ Math.imul(low, 0x85ebca6b) ^ (hash >>> 15);
      }
      let slot = (hash ^ (hash >>> 13)) & (SLOTS - 1);
      while (counts[slot] !== 0 && !isAt(keys, slot * KEY_WORDS, key))
        slot = (slot + 1) & (SLOTS - 1);
      if (counts[slot] === 0) {
        keys.set(key, slot * KEY_WORDS);
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

function isAt(keys: Int32Array, at: number, key: Int32Array): boolean {
  for (let word = 0; word < KEY_WORDS; word++) if (keys[at + word] !== key[word]) return false;
  return true;
}

console.log(JSON.stringify(countTuples(process.argv[2] as string)));
