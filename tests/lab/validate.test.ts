import { expect, test } from "vitest";
import { validationDocumentSchema } from "../../src/matrix/index.js";
import { shift, withResults } from "./cli.js";

const PLAN = ["validate", "scenarios/examples/planned-withdraw.yaml", "--driver", "netns"];

test("a plan within its bounds ends with 0, and its document says what each run came to", () =>
  withResults(async (results) => {
    const { exitCode, stdout } = await shift([...PLAN, "--json"], results);
    const { plans, errors } = validationDocumentSchema.parse(JSON.parse(stdout));
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: [] });
    expect(plans).toMatchObject([
      { verdict: "pass", with: { counts: { collateral: 0 } }, bounds: [{ holds: true }, {}, {}] },
    ]);
    // A sixth of 200 by theory.
    expect(plans[0]?.without?.counts.collateral).toBeGreaterThan(0);
  }));
