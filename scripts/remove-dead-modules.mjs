// Removes from a build what was compiled of sources that are gone: it would be part of the package, and of the hash by which
// results of other code are told. All else stays as it is, for programs may be running from it.
//   node scripts/remove-dead-modules.mjs SOURCES BUILD
import { existsSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** Made of the compiled modules, each whole. */
const BUNDLES = ["bin", "library"];

function removeDead(sources, built) {
  for (const entry of readdirSync(built, { withFileTypes: true })) {
    if (entry.isDirectory()) removeDead(join(sources, entry.name), join(built, entry.name));
    const module = /^(.+?)(?:\.d\.ts|\.js)$/.exec(entry.name)?.[1];
    if (entry.isDirectory() || module === undefined) continue;
    const isCompiled = [".ts", ".tsx"].some((kind) => existsSync(join(sources, module + kind)));
    if (!isCompiled) rmSync(join(built, entry.name));
  }
  if (readdirSync(built).length === 0) rmdirSync(built);
}

const [sources, built] = process.argv.slice(2);
for (const { name } of readdirSync(built, { withFileTypes: true }).filter(isRoom))
  removeDead(join(sources, name), join(built, name));

function isRoom(entry) {
  return entry.isDirectory() && !BUNDLES.includes(entry.name);
}
