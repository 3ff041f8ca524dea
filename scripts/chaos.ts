// Kills runs at random moments and looks for what they leave: `make chaos`.
// Sends SIGKILL, SIGTERM or SIGINT to the tool or to one of its children, then runs `clean`. Nothing of the run may be
// left, and nothing that only looks alike may be touched. The same seed strikes at the same moments.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { positive, wholeNumber } from "../src/cli/numbers.js";
import { Scope } from "../src/core/index.js";
import { registerRun } from "../src/driver/index.js";
import { Random } from "../src/packet/fixtures/random.js";
import { plantDecoys } from "./chaos/decoys.js";
import { type Blow, SIGNALS, type Subject, trial } from "./chaos/trial.js";
import { driverOption } from "./driver-option.js";

const PASSED = "exit code 0";
const BUG = "exit code 70";

const options = new Command("chaos")
  .addOption(driverOption())
  .option("--times <n>", "trials", positive, 10)
  .option("--seed <n>", "seed of the random moments", wholeNumber, 1)
  .option("--scenario <file>", "what is run", "scenarios/article/05-shift.yaml")
  .option("--program <file>", "the tool", "dist/bin/anycast-shift.js")
  .parse()
  .opts();

process.exitCode = await main();

async function main(): Promise<number> {
  const { driver, times, seed, scenario, program } = options;
  const results = mkdtempSync(join(tmpdir(), "anycast-shift-chaos-"));
  const one = ["--no-control", "--family", "4", "--workers", "1"];
  const args = ["run", scenario, "--driver", driver, ...one, "--results", results];
  const subject: Subject = { program, args };
  await using scope = new Scope();
  scope.defer(results, () => rmSync(results, { recursive: true, force: true }));
  const decoys = await plantDecoys(registerRun(scope).id, scope);

  const start = performance.now();
  const whole = await trial(subject);
  const wholeMs = performance.now() - start;
  say(`unharmed: ${whole.ended} after ${(wholeMs / 1000).toFixed(1)} s`, whole.leftovers);
  if (whole.ended !== PASSED) {
    say("a run that does not pass when nobody harms it proves nothing", []);
    return 1;
  }
  const random = new Random(seed);
  let left = whole.leftovers.length;
  let wrong = 0;
  for (let number = 1; number <= times; number++) {
    const blow = randomBlow(random, wholeMs);
    const { ended, hit, leftovers } = await trial(subject, blow);
    if (ended === "hung" || ended === BUG) wrong++;
    left += leftovers.length;
    const target = hit === undefined ? "the tool" : `its child \`${hit}\``;
    say(
      `${number}/${times} ${blow.signal} to ${target} after ${Math.round(blow.afterMs)} ms: ${ended}`,
      leftovers,
    );
  }
  const touched: string[] = [];
  for (const decoy of decoys) if (!(await decoy.survives())) touched.push(decoy.what);
  say(`${decoys.length} look-alikes were planted, ${touched.length} were touched`, touched);
  say(
    `${driver}, seed ${seed}: ${times} kills, ${left} leftovers, ${touched.length} touched, ${wrong} hung or crashed`,
    [],
  );
  return left + touched.length + wrong === 0 ? 0 : 1;
}

function randomBlow(random: Random, wholeMs: number): Blow {
  return {
    signal: SIGNALS[random.below(SIGNALS.length)] as Blow["signal"],
    target: random.below(2) === 0 ? "tool" : "child",
    afterMs: random.below(Math.ceil(wholeMs)),
    choice: random.below(1_000) / 1_000,
  };
}

function say(line: string, details: readonly string[]): void {
  process.stdout.write(`${[line, ...details.map((detail) => `    ${detail}`)].join("\n")}\n`);
}
