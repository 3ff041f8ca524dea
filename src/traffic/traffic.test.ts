import { expect, test } from "vitest";
import { SourcePorts } from "./traffic.js";

test("SourcePorts gives each port of an origin once, below the kernel's own range", () => {
  const ports = new SourcePorts(10_000);
  const taken = Array.from({ length: 500 }, () => ports.take("origin1"));
  expect(new Set(taken).size).toBe(500);
  expect(Math.min(...taken)).toBeGreaterThan(1023);
  // net.ipv4.ip_local_port_range begins at 32768.
  expect(Math.max(...taken)).toBeLessThan(32_768);
  expect(ports.take("origin2")).toBe(taken[0]);
  expect(ports.take("origin1")).toBe((taken.at(-1) as number) + 1);
});

test("SourcePorts gives many in a row, and begins anew only when the rest does not hold them", () => {
  const ports = new SourcePorts(10_000);
  const first = ports.take("origin1", 20_000);
  expect(ports.take("origin1", 200)).toBe(first + 20_000);
  expect(ports.take("origin1", 20_000)).toBe(first);
});
