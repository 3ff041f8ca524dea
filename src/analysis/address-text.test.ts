import fc from "fast-check";
import { Address4, Address6 } from "ip-address";
import { expect, test } from "vitest";
import { ipv4Text, ipv6Text } from "./address-text.js";

const word = fc.oneof(
  fc.integer({ min: -0x80000000, max: 0x7fffffff }),
  fc.constantFrom(0, 1, 0x10000),
);

test("IPv4 text is what ip-address makes of the number", () => {
  fc.assert(
    fc.property(word, (value) => {
      expect(ipv4Text(value)).toBe(Address4.fromBigInt(BigInt(value >>> 0)).correctForm());
    }),
  );
});

test("IPv6 text is what ip-address makes of the number", () => {
  fc.assert(
    fc.property(fc.tuple(word, word, word, word), (words) => {
      const value = words.reduce((sum, one) => (sum << 32n) | BigInt(one >>> 0), 0n);
      expect(ipv6Text(...words)).toBe(Address6.fromBigInt(value).correctForm());
    }),
  );
});
