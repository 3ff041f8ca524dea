import { caseId, type Family, ShiftError } from "../core/index.js";
import type { PlannedCase } from "../run/index.js";
import { type LoadedScenario, loadScenario } from "../topology/index.js";

/** Loads scenario files. @throws AggregateError of the ShiftErrors of all of them. */
export function loadAll(files: readonly string[], topologies: string): LoadedScenario[] {
  const loaded: LoadedScenario[] = [];
  const errors: ShiftError[] = [];
  const names = new Map<string, string>();
  for (const file of files) {
    const result = loadScenario(file, topologies);
    if (Array.isArray(result)) {
      errors.push(...result);
      continue;
    }
    const { name } = result.scenario;
    const other = names.get(name);
    if (other !== undefined) {
      errors.push(
        new ShiftError({
          code: "E_USAGE",
          message: `${file} and ${other} are both named ${name}`,
          hint: "rename one of them",
        }),
      );
    }
    names.set(name, file);
    loaded.push(result);
  }
  if (errors.length > 0) throw new AggregateError(errors);
  return loaded;
}

/** The cases of loaded scenarios: each in each of its families, or only in the one that the option asks for. */
export function casesOf(loaded: readonly LoadedScenario[], only?: `${Family}`): PlannedCase[] {
  return loaded.flatMap((one) =>
    one.scenario.families
      .filter((family) => only === undefined || String(family) === only)
      .map((family) => ({ ...one, id: caseId({ ...one.scenario, family }), family })),
  );
}
