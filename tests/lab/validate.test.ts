import { expect, test } from "vitest";
import { validationDocumentSchema } from "../../src/matrix/index.js";
import { shift, withResults } from "./cli.js";

const PLAN = ["validate", "scenarios/examples/planned-withdraw.yaml", "--driver", "netns"];

test("a plan within its bounds ends with 0, and its document says what was saved", () =>
  withResults(async (results) => {
    const { exitCode, stdout } = await shift([...PLAN, "--json"], results);
    const { plans, errors } = validationDocumentSchema.parse(JSON.parse(stdout));
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: [] });
    expect(plans).toMatchObject([
      { verdict: "pass", with: { counts: { collateral: 0 } }, bounds: [{ holds: true }, {}, {}] },
    ]);
    // Of 200, and a sixth of them by theory: fewer are told apart from none whatever chance does.
    expect(plans[0]?.fewer.collateral).toBeGreaterThan(0);
  }));
