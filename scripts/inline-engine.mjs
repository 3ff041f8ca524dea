// Inlines calls in the compiled engine, which V8 of Node 20 does not do (docs/adr/0005-compiled-engine.md), and takes the
// names out that the compiler left in it for this.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

const ENGINE = "dist/engine/engine.wasm";

/**
 * Modules that most segments never come to. Inlined into what all segments pass, they would be compiled with it, in every
 * process: a small capture would take a fifth longer.
 */
const SELDOM_USED = [
  "follow/intake",
  "follow/opening",
  "follow/reassembly",
  "follow/reset-facts",
  "follow/resets",
  "follow/ways",
  "follow/zeek-history",
  "follow/zeek-machine",
  "follow/zeek-transitions",
];

const FEATURES = [
  "bulk-memory",
  "mutable-globals",
  "nontrapping-float-to-int",
  "sign-ext",
  "threads",
];

function staysApart(module) {
  const path = `src/engine/assembly/${module}`;
  if (!existsSync(`${path}.ts`))
    throw new Error(`${path}.ts is named in scripts/inline-engine.mjs and not there`);
  return `--no-inline=${path}/*`;
}

execFileSync(
  "wasm-opt",
  [
    ENGINE,
    "-o",
    ENGINE,
    ...FEATURES.map((feature) => `--enable-${feature}`),
    ...SELDOM_USED.map(staysApart),
    "-O4",
    "--zero-filled-memory",
    "--inline-functions-with-loops",
    "--always-inline-max-function-size=60",
    "--flexible-inline-max-function-size=1000",
    "--one-caller-inline-max-function-size=5000",
  ],
  { stdio: "inherit" },
);
