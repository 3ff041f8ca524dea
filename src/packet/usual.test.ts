import fc from "fast-check";
import { expect, test } from "vitest";
import { DECODED, LINK, Segment } from "../engine/index.js";
import { Decoder } from "./decoder.js";
import { SEED_FRAMES } from "./fixtures/seeds.js";

const ETHERNET = 14;
const ETHERTYPE_IPV4 = 0x0800;

/** Frames with IPv4 right behind Ethernet. */
const FRAMES = SEED_FRAMES.filter(([linkType]) => linkType === LINK.ETHERNET)
  .map(([, frame]) => frame)
  .filter((frame) => ethertypeOf(frame) === ETHERTYPE_IPV4);

const decoder = new Decoder();

function viewOf(frame: Uint8Array): DataView {
  return new DataView(frame.buffer, frame.byteOffset, frame.length);
}

function ethertypeOf(frame: Uint8Array): number {
  return viewOf(frame).getUint16(ETHERNET - 2);
}

function decoded(frame: Uint8Array, original: number, linkType: number) {
  const segment = new Segment();
  const kind = decoder.decode(viewOf(frame), 0, frame.length, original, linkType, segment);
  // Where the options stand differs by the Ethernet header.
  return { kind, segment: kind > DECODED.FRAGMENT ? undefined : { ...segment, optionsAt: 0 } };
}

test("the short way through Ethernet and IPv4 comes to the same as IPv4 without Ethernet, which has no short way", () => {
  const seed = fc.constantFrom(...FRAMES);
  const mutation = fc.record({ at: fc.nat(80), byte: fc.nat(255) });
  const kinds = new Set<number>();
  fc.assert(
    fc.property(
      seed,
      fc.array(mutation, { maxLength: 3 }),
      fc.oneof(fc.constant(0), fc.nat(60)),
      fc.nat(40),
      (whole, mutations, cut, missing) => {
        const frame = whole.slice(0, Math.max(ETHERNET, whole.length - cut));
        for (const { at, byte } of mutations) {
          if (at >= ETHERNET && at < frame.length) frame[at] = byte;
        }
        const original = frame.length + missing;
        const short = decoded(frame, original, LINK.ETHERNET);
        expect(short).toEqual(decoded(frame.slice(ETHERNET), original - ETHERNET, LINK.RAW));
        kinds.add(short.kind);
      },
    ),
    { numRuns: 20_000 },
  );
  expect(kinds).toContain(DECODED.TCP);
  expect(kinds).toContain(DECODED.CUT_TCP);
  expect(kinds).toContain(DECODED.BAD_IP);
});
