import { expect, test } from "vitest";
import { Fuzzer } from "./fixtures/fuzzer.js";

test("100,000 mutations of real headers: nothing throws, every packet is accounted for", () => {
  const fuzzer = new Fuzzer(1);
  let packets = 0;
  for (let input = 0; input < 100_000; input++) {
    fuzzer.step();
    packets = Math.max(packets, fuzzer.packets);
  }
  expect(packets).toBeGreaterThan(1000);
}, 120_000);
