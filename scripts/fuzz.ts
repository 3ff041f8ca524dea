// Feeds mutations of real headers to the reader and the analysis and stops at the first input that breaks them.
import { Command } from "@commander-js/extra-typings";
import { Fuzzer } from "../src/analysis/fixtures/fuzzer.js";
import { positive, wholeNumber } from "../src/cli/numbers.js";

const { inputs, seed } = new Command("fuzz")
  .option("--inputs <n>", "mutations", positive, 10_000_000)
  .option("--seed <n>", "seed of the mutations", wholeNumber, 1)
  .parse()
  .opts();
const fuzzer = new Fuzzer(seed);
const start = performance.now();
for (let input = 0; input < inputs; input++) {
  try {
    fuzzer.step();
  } catch (thrown) {
    console.error(`input ${input} of seed ${seed} breaks it`);
    throw thrown;
  }
}
const seconds = (performance.now() - start) / 1000;
console.log(`${inputs} inputs, 0 crashes, ${seconds.toFixed(0)} s`);
