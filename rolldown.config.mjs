// The program and the library in few files: to find and load hundreds of modules takes Node longer than to compile them.
// What they find beside them, they find from two folders below the project, as their modules do.

/** Only few commands load these, when they need them. */
const LOADED_WHEN_NEEDED = ["@observablehq/plot", "dockerode", "fzstd", "linkedom"];

const output = { format: "esm", chunkFileNames: "[name]-common.js" };

export default [
  {
    input: {
      "anycast-shift": "dist/cli/main.js",
      "analyze-worker": "dist/cli/analyze-worker.js",
      "judge-process": "dist/run/judge-process.js",
    },
    platform: "node",
    external: LOADED_WHEN_NEEDED,
    output: { ...output, dir: "dist/bin" },
  },
  {
    // In one file, as it is handed over (src/traffic/held/start-agent.ts).
    input: "dist/traffic/held/agent.js",
    platform: "node",
    output: { format: "esm", file: "dist/bin/held-agent.js" },
  },
  {
    input: { analysis: "dist/analysis/index.js", packet: "dist/packet/index.js" },
    platform: "node",
    external: LOADED_WHEN_NEEDED,
    output: { ...output, dir: "dist/library" },
  },
];
