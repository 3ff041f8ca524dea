import { execa } from "execa";
import { expect, test } from "vitest";
import { projectPath } from "../src/core/index.js";

test.each(["chaos", "flakes", "bench/deploy", "fuzz"])(
  "%s does not pass for a count that is none",
  async (script) => {
    const count = script === "fuzz" ? "--inputs" : "--times";
    const file = projectPath(`scripts/${script}.ts`);
    const { exitCode, stderr } = await execa(
      process.execPath,
      ["--import", projectPath("scripts/ts-node.mjs"), file, count, "ten"],
      { reject: false },
    );
    expect(stderr).toContain("It is no whole number.");
    expect(exitCode).toBe(1);
  },
);
