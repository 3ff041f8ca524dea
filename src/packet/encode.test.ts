import fc from "fast-check";
import { expect, test } from "vitest";
import { DECODED, LINK, NO_ID, Segment } from "../engine/index.js";
import { Decoder } from "./decoder.js";
import { encodeFrame, MAX_FRAME_HEADER } from "./encode.js";

const word = fc.integer({ min: -0x80000000, max: 0x7fffffff });
const u16 = fc.integer({ min: 0, max: 0xffff });
const bit = fc.constantFrom(0, 1);

/** Where frames begin, so that offsets that are not counted from there show. */
const AT = 3;

const segments = fc
  .record({
    family: fc.constantFrom(4, 6),
    addresses: fc.tuple(word, word, word, word, word, word, word, word),
    ttl: fc.integer({ min: 0, max: 255 }),
    ipId: u16,
    trafficClass: fc.integer({ min: 0, max: 255 }),
    flowLabel: fc.integer({ min: 0, max: 0xfffff }),
    vlan: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 4094 })),
    fragment: bit,
    srcPort: u16,
    dstPort: u16,
    seq: word,
    ack: word,
    flags: fc.integer({ min: 0, max: 0x1ff }),
    window: u16,
    length: fc.integer({ min: 0, max: 1400 }),
    headerWords: fc.integer({ min: 5, max: 15 }),
    hasTimestamp: bit,
    tsVal: word,
  })
  .map(({ addresses: [s0, s1, s2, s3, d0, d1, d2, d3], headerWords, ...fields }) => {
    const isIpv6 = fields.family === 6;
    const hasTimestamp = headerWords >= 8 ? fields.hasTimestamp : 0;
    const [src, dst] = isIpv6
      ? [
          [s0, s1, s2, s3],
          [d0, d1, d2, d3],
        ]
      : [
          [s0, 0, 0, 0],
          [d0, 0, 0, 0],
        ];
    return Object.assign(new Segment(), {
      ...fields,
      src0: src[0],
      src1: src[1],
      src2: src[2],
      src3: src[3],
      dst0: dst[0],
      dst1: dst[1],
      dst2: dst[2],
      dst3: dst[3],
      ipId: isIpv6 ? NO_ID : fields.ipId,
      fragment: isIpv6 ? 0 : fields.fragment,
      flowLabel: isIpv6 ? fields.flowLabel : 0,
      headerLength: headerWords * 4,
      // Behind Ethernet, a VLAN tag, the IP header and the fixed part of the TCP header.
      optionsAt: AT + 14 + (fields.vlan ? 4 : 0) + (isIpv6 ? 40 : 20) + 20,
      hasTimestamp,
      tsVal: hasTimestamp ? fields.tsVal : 0,
    });
  });

test("decoding gives what was encoded", () => {
  const decoder = new Decoder();
  fc.assert(
    fc.property(segments, (segment) => {
      const view = new DataView(new ArrayBuffer(MAX_FRAME_HEADER + 8));
      const captured = encodeFrame(view, AT, segment);
      const decoded = new Segment();
      const original = captured + segment.length;
      expect(decoder.decode(view, AT, captured, original, LINK.ETHERNET, decoded)).toBe(
        DECODED.TCP,
      );
      expect(decoded).toEqual(segment);
    }),
    { numRuns: 1000 },
  );
});
