import { execa } from "execa";
import { expect, test } from "vitest";

// Few here; `make chaos ARGS="--times 100"` does the hundred of docs/reliability.md.
const KILLS = "10";

test.each(["netns", "containerlab"])(
  "killed at random moments, a run on %s leaves nothing and touches nothing of others",
  async (driver) => {
    const script = ["--import", "./scripts/ts-node.mjs", "scripts/chaos.ts"];
    const { exitCode, stdout } = await execa(
      "node",
      [...script, "--driver", driver, "--times", KILLS],
      { reject: false },
    );
    expect(stdout).toContain(`${KILLS} kills, 0 leftovers, 0 touched, 0 hung or crashed`);
    expect(exitCode).toBe(0);
  },
);
