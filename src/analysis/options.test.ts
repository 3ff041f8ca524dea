import { expect, test } from "vitest";
import { MOST_HELD, resolveOptions } from "./options.js";

test.each([[65_536], [-1], [80.5], [Number.NaN]])("%d is no port of a server", (port) => {
  expect(() => resolveOptions({ servicePorts: [80, port] })).toThrow(RangeError);
});

test("the first and the last port are ports", () => {
  expect(resolveOptions({ servicePorts: [0, 65_535] }).servicePorts.size).toBe(2);
});

test.each([
  [{ maxConnections: 0 }],
  [{ maxConnections: -1 }],
  [{ maxConnections: 1.5 }],
  [{ maxConnections: Number.NaN }],
  [{ maxConnections: MOST_HELD + 1 }],
  [{ packetEnds: -1 }],
  [{ packetEnds: Number.NaN }],
  [{ vips: ["192.0.2.0/24"] }],
  [{ vips: ["fe80::1%eth0"] }],
  [{ vips: ["example.org"] }],
])("%j cannot be", (options) => {
  expect(() => resolveOptions(options)).toThrow(RangeError);
});

test("a VIP is known however its address is written", () => {
  const { vips } = resolveOptions({ vips: ["2001:DB8:0:0::A", "203.0.113.10", "::"] });
  expect([...vips]).toEqual(["2001:db8::a", "203.0.113.10", "::"]);
});
