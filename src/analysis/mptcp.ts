import { DECODED, Decoder, FLAG, openSource, readCapture, Segment } from "../packet/index.js";

/** What the handshakes in a capture say of Multipath TCP, by the number of the packet in its file. */
export interface MptcpHandshakes {
  /** SYN-ACKs with the server's key: the token that stands for the connection. */
  tokens: Map<number, number>;
  /** SYNs that join another subflow to a connection: its token. */
  joins: Map<number, number>;
}

// RFC 8684 section 3: option kind, subtypes, where the key and the token stand in the option, and their length.
const KIND = 30;
const MP_CAPABLE = 0;
const MP_JOIN = 1;
const AT_VALUE = 4;
const TOKEN_BYTES = 4;
const KEY_BYTES = 8;
const OPTION_END = 0;
const OPTION_NOP = 1;

/**
 * Reads the handshakes of a capture. A token is the first 32 bits of the SHA-256 of a key (RFC 8684 section 3.2), so a
 * subflow names the one connection that it belongs to.
 */
export async function readMptcp(file: string): Promise<MptcpHandshakes> {
  // Node takes as long to load it as to read a small capture, and only Multipath TCP needs it.
  const { createHash } = await import("node:crypto");
  const handshakes: MptcpHandshakes = { tokens: new Map(), joins: new Map() };
  const decoder = new Decoder();
  const segment = new Segment();
  let index = -1;
  try {
    await readCapture(file, await openSource(file), {
      record: (view, at, captured, original, linkType) => {
        index++;
        const kind = decoder.decode(view, at, captured, original, linkType, segment);
        if (kind !== DECODED.TCP || (segment.flags & FLAG.SYN) === 0) return;
        const end = Math.min(at + captured, segment.optionsAt + segment.headerLength - 20);
        const option = findOption(view, segment.optionsAt, end);
        if (option === undefined) return;
        const subtype = view.getUint8(option.at + 2) >>> 4;
        const value = option.at + AT_VALUE;
        const valueBytes = option.length - AT_VALUE;
        if ((segment.flags & FLAG.ACK) === 0) {
          if (subtype === MP_JOIN && valueBytes >= TOKEN_BYTES)
            handshakes.joins.set(index, view.getUint32(value));
        } else if (subtype === MP_CAPABLE && valueBytes >= KEY_BYTES) {
          const key = new Uint8Array(view.buffer, view.byteOffset + value, KEY_BYTES);
          handshakes.tokens.set(index, createHash("sha256").update(key).digest().readUInt32BE(0));
        }
      },
    });
  } finally {
    decoder.release();
  }
  return handshakes;
}

function findOption(
  view: DataView,
  start: number,
  end: number,
): { at: number; length: number } | undefined {
  for (let at = start; at + 1 < end; ) {
    const kind = view.getUint8(at);
    if (kind === OPTION_END) return undefined;
    if (kind === OPTION_NOP) {
      at += 1;
      continue;
    }
    const length = view.getUint8(at + 1);
    if (length < 2 || at + length > end) return undefined;
    if (kind === KIND) return { at, length };
    at += length;
  }
  return undefined;
}
