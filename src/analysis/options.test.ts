import { expect, test } from "vitest";
import { resolveOptions } from "./options.js";

test.each([[65_536], [-1], [80.5], [Number.NaN]])("%d is no port of a server", (port) => {
  expect(() => resolveOptions({ servicePorts: [80, port] })).toThrow(RangeError);
});

test("the first and the last port are ports", () => {
  expect(resolveOptions({ servicePorts: [0, 65_535] }).servicePorts.size).toBe(2);
});
