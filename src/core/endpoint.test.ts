import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addressOf, familyOf, formatEndpoint, parseEndpoint, urlHost } from "./endpoint.js";

describe("endpoints", () => {
  test.each([
    ["203.0.113.10", 80, "203.0.113.10:80", 4],
    ["2001:db8::10", 443, "[2001:db8::10]:443", 6],
    ["::ffff:192.0.2.1", 1, "[::ffff:192.0.2.1]:1", 6],
  ] as const)("%s and %d are %s", (address, port, text, family) => {
    expect(formatEndpoint(address, port)).toBe(text);
    expect(parseEndpoint(text)).toEqual({ address, port });
    expect(addressOf(text)).toBe(address);
    expect(familyOf(address)).toBe(family);
  });

  test("only IPv6 addresses have brackets in a URL", () => {
    expect(urlHost("203.0.113.10")).toBe("203.0.113.10");
    expect(urlHost("2001:db8::10")).toBe("[2001:db8::10]");
  });

  test.each([
    "",
    "203.0.113.10",
    ":80",
    "2001:db8::1:80",
    "[2001:db8::1]",
    "host:80",
    "1.2.3.4:",
    "1.2.3.4:80x",
  ])("%j is no endpoint", (text) => {
    expect(parseEndpoint(text)).toBeUndefined();
  });

  test("what was formatted is read back", () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), fc.nat(65_535), (address, port) => {
        expect(parseEndpoint(formatEndpoint(address, port))).toEqual({ address, port });
      }),
    );
  });
});
