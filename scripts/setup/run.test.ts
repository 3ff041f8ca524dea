import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { expect, test } from "vitest";

const RUN = fileURLToPath(new URL("run", import.meta.url));
// All that the script itself needs, and what is asked of a host first.
const PROGRAMS = ["bash", "dirname", "head", "id", "sort"];

test("names npm where a host has Node.js alone, as Debian's package of it", async () => {
  const bin = join(mkdtempSync(join(tmpdir(), "setup-")), "bin");
  try {
    mkdirSync(bin);
    symlinkSync(process.execPath, join(bin, "node"));
    for (const program of PROGRAMS) symlinkSync(`/usr/bin/${program}`, join(bin, program));
    const { exitCode, stderr } = await execa(`${bin}/bash`, [RUN], {
      reject: false,
      extendEnv: false,
      env: { PATH: bin, SETUP_LOCKED: "1" },
    });
    expect(stderr.split("\n")).toContain(
      "setup: missing: npm: apt-get install npm, or Node.js with its own: see https://nodejs.org",
    );
    expect(exitCode).toBe(3);
  } finally {
    rmSync(join(bin, ".."), { recursive: true });
  }
});
