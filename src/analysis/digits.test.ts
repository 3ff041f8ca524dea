import { expect, test } from "vitest";
import { portText } from "./digits.js";

test("every port is spelled as a number is", () => {
  const ports = Array.from({ length: 1 << 16 }, (_, port) => port);
  expect(ports.map(portText)).toEqual(ports.map(String));
});
