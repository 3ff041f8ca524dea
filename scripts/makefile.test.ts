import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { projectPath } from "../src/core/index.js";

const { failed: noMake } = await execa("make", ["--version"], { reject: false });

test.skipIf(noMake)(
  "make clean removes what was built, though leftovers could not be",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "make-clean-"));
    try {
      copyFileSync(projectPath("Makefile"), join(folder, "Makefile"));
      mkdirSync(join(folder, "dist/bin"), { recursive: true });
      writeFileSync(join(folder, "dist/bin/anycast-shift.js"), "process.exit(3);");
      const { stderr } = await execa("make", ["clean"], { cwd: folder, reject: false });
      expect(stderr).toContain("Error 3");
      expect(existsSync(join(folder, "dist"))).toBe(false);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
