// The library in three files: to find and load a hundred modules takes Node longer than to compile them.
export default {
  input: { analysis: "dist/analysis/index.js", packet: "dist/packet/index.js" },
  platform: "node",
  external: ["fzstd"],
  output: { dir: "dist/library", format: "esm", chunkFileNames: "[name]-common.js" },
};
