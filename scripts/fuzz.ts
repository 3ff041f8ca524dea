import { parseArgs } from "node:util";
import { Fuzzer } from "../src/analysis/fixtures/fuzzer.js";

/**
 * Feeds mutations of real headers to the reader and the analysis and stops at the first input that breaks them.
 * Usage: fuzz [--inputs 10000000] [--seed 1]
 */
const { values } = parseArgs({
  options: {
    inputs: { type: "string", default: "10000000" },
    seed: { type: "string", default: "1" },
  },
});
const inputs = Number(values.inputs);
const fuzzer = new Fuzzer(Number(values.seed));
const start = performance.now();
for (let input = 0; input < inputs; input++) {
  try {
    fuzzer.step();
  } catch (thrown) {
    console.error(`input ${input} of seed ${values.seed} breaks it`);
    throw thrown;
  }
}
const seconds = (performance.now() - start) / 1000;
console.log(`${inputs} inputs, 0 crashes, ${seconds.toFixed(0)} s`);
