import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, test } from "vitest";
import { projectPath } from "../src/core/index.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dead-modules-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(...paths: string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), "");
  }
}

test("what was compiled of sources that are gone is removed from a build, and nothing else", async () => {
  put("src/core/index.ts", "src/report/page.tsx");
  const stays = [
    ".built",
    ".tsbuildinfo",
    "bin/anycast-shift.js",
    "core/index.d.ts",
    "core/index.js",
    "engine/engine.wasm",
    "library/packet.js",
    "report/page.js",
  ];
  const dead = ["core/old.d.ts", "core/old.js", "driver/netns/kill.js"];
  put(...[...stays, ...dead].map((path) => `dist/${path}`));
  const script = projectPath("scripts/remove-dead-modules.mjs");
  await execa("node", [script, "src", "dist"], { cwd: folder });
  const built = join(folder, "dist");
  const left = readdirSync(built, { recursive: true, encoding: "utf8" });
  expect(left.filter((path) => statSync(join(built, path)).isFile()).sort()).toEqual(stays);
  expect(left).not.toContain("driver");
});
