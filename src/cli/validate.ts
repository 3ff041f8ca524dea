import { join } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { causes, findMitigation } from "../catalogue/index.js";
import { ShiftError, worstOf } from "../core/index.js";
import { requireRoot } from "../driver/index.js";
import {
  type CellFolders,
  helpsNotAgainst,
  holdToPlan,
  refuseOneSample,
  VALIDATION_VERSION,
  type ValidatedPlan,
  type ValidationDocument,
  withMitigation,
  withoutMitigation,
} from "../matrix/index.js";
import { controlOf, type PlannedCase, type RunOptions } from "../run/index.js";
import type { PlanTie } from "../verdict/index.js";
import { casesOf, loadAll } from "./cases.js";
import { EXIT, exitCodeOfErrors } from "./exit.js";
import { runCases } from "./launch.js";
import { options } from "./options.js";
import { validateScreen } from "./validate-screen.js";

/** `validate`: a plan of one's own, with its mitigation and without. */
export function validateCommand() {
  return new Command("validate")
    .description("run a scenario with its mitigation and without; 1 when a bound of it is broken")
    .argument("<scenario>", "scenario file with `mitigation` and perhaps `bounds`")
    .addOption(options.family())
    .addOption(options.driver())
    .addOption(options.workers())
    .addOption(options.results())
    .addOption(options.topologies())
    .addOption(options.json("what was found, as JSON,"))
    .action(async (file, { family, topologies, json, results, ...rest }) => {
      const scenarios = loadAll([file], topologies);
      const wanted = casesOf(scenarios, family);
      if (wanted.length > 0) requireRoot();
      const folders = { cells: join(results, "cells"), topologies };
      const plans = wanted.map((planned) => planOf(planned, folders));
      const cases = plans.flatMap(({ control, bare, mitigated }) => [control, bare, mitigated]);
      let validated: ValidatedPlan[] = [];
      const onResults: RunOptions["onResults"] = (found) => {
        validated = plans.map(({ planned, mitigated, tie }) => ({
          scenario: planned.scenario.name,
          family: planned.family,
          ...holdToPlan(found, mitigated.id, tie),
        }));
      };
      const { document, folder } = await runCases(
        { name: "validate", cases, results, onResults, ...rest },
        json ? undefined : "terminal",
      );
      const { errors } = document;
      const found: ValidationDocument = {
        version: VALIDATION_VERSION,
        folder,
        plans: validated,
        errors,
      };
      process.stdout.write(
        json ? `${JSON.stringify(found, null, 1)}\n` : validated.map(validateScreen).join(""),
      );
      process.exitCode = exitCodeOfErrors(
        errors,
        EXIT[worstOf(validated.map(({ verdict }) => verdict))],
      );
    });
}

/** A plan as it is validated in one family. */
interface Plan {
  /** As its file has it, with the mitigation. */
  planned: PlannedCase;
  tie: PlanTie;
  control: PlannedCase;
  bare: PlannedCase;
  mitigated: PlannedCase;
}

function planOf(planned: PlannedCase, folders: CellFolders): Plan {
  const { mitigation } = planned.scenario;
  if (mitigation === undefined) {
    throw new ShiftError({
      code: "E_USAGE",
      message: `${planned.file} has no mitigation to validate`,
      hint: "`mitigation:` takes an id of `anycast-shift mitigations`, or a block of your own",
    });
  }
  const bare = withoutMitigation(planned);
  const builtIn = typeof mitigation === "string" ? findMitigation(mitigation) : undefined;
  const own = typeof mitigation === "string" ? undefined : mitigation;
  const tie: PlanTie = {
    without: bare.id,
    mitigation: builtIn?.name ?? own?.name ?? "",
    cost: builtIn?.cost ?? own?.cost ?? "",
    notAgainst: builtIn ? helpsNotAgainst(builtIn, causes, planned) : null,
    bounds: planned.scenario.bounds,
  };
  const mitigated = { ...withMitigation(planned, folders), plan: tie };
  refuseOneSample({ ...mitigated, file: planned.file });
  return { planned, tie, control: controlOf(bare), bare, mitigated };
}
