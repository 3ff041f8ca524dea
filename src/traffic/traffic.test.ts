import { expect, test } from "vitest";
import { SourcePorts } from "./traffic.js";

test("SourcePorts gives each port of an origin once, below the kernel's own range", () => {
  const ports = new SourcePorts(10_000);
  const taken = Array.from({ length: 500 }, () => ports.take("origin1", 1)).flat();
  expect(new Set(taken).size).toBe(500);
  expect(Math.min(...taken)).toBeGreaterThan(1023);
  // net.ipv4.ip_local_port_range begins at 32768.
  expect(Math.max(...taken)).toBeLessThan(32_768);
  expect(ports.take("origin2", 1)).toEqual([taken[0]]);
  expect(ports.take("origin1", 1)).toEqual([(taken.at(-1) as number) + 1]);
});

test("SourcePorts gives none again before all others were, from wherever it starts", () => {
  const ports = new SourcePorts(30_000);
  const taken = [ports.take("origin1", 10_000), ports.take("origin1", 12_768)].flat();
  expect(new Set(taken).size).toBe(22_768);
  expect([Math.min(...taken), Math.max(...taken)]).toEqual([10_000, 32_767]);
  expect(ports.take("origin1", 1)).toEqual([30_000]);
});
