import { expect, test } from "vitest";
import { jhash, nftJhash } from "./jhash.js";

const text = (words: string) => new TextEncoder().encode(words);

// Bob Jenkins' own: lookup3.c, driver5().
test.each([
  ["", 0, 0xdeadbeef],
  ["", 0xdeadbeef, 0xbd5b7dde],
  ["Four score and seven years ago", 0, 0x17770551],
  ["Four score and seven years ago", 1, 0xcd628161],
])("jhash of %j with seed %i", (words, seed, hash) => {
  expect(jhash(text(words), seed)).toBe(hash);
});

test("a whole block is no longer than it is: twelve bytes are mixed once", () => {
  expect(jhash(text("abcdefghijkl"), 0)).not.toBe(jhash(text("abcdefghijkl\0"), 0));
});

// Marks that nft 1.0.6 on Linux 6.18 gave to packets by `jhash ip saddr . tcp sport mod 65537 seed 0x5eed`, and
// `ip6 saddr` likewise.
test.each([
  ["198.51.100.2", 12_341, 0xa212],
  ["198.51.100.2", 12_342, 0xb1bb],
  ["198.51.100.2", 12_343, 0xcc4b],
  ["198.51.100.2", 12_344, 0xfad2],
  ["2001:db8:a:1::2", 12_351, 0xedb4],
  ["2001:db8:a:1::2", 12_352, 0xf8e5],
  ["2001:db8:a:1::2", 12_353, 0x450f],
])("the mark of a packet from %s:%i", (source, sourcePort, mark) => {
  expect(nftJhash({ source, sourcePort }, 65_537, 0x5eed)).toBe(mark);
});
