import { type Problem, suggest, type TopologySpec } from "../scenario/index.js";

/** Values for the parameters of a topology. */
export type Parameters = Record<string, number>;

/** The value of every parameter: the given one where the topology takes it, else the default. */
export function parameterValues(spec: TopologySpec, given: Parameters): Parameters {
  return Object.fromEntries(
    Object.entries(spec.parameters).map(([name, bound]) => {
      const value = given[name];
      const taken = value !== undefined && value >= bound.min && value <= bound.max;
      return [name, taken ? value : bound.default];
    }),
  );
}

/** Given values that the topology does not know or take; paths are those of a scenario file. */
export function givenProblems(spec: TopologySpec, given: Parameters): Problem[] {
  return Object.entries(given).flatMap(([name, value]): Problem[] => {
    const path = ["topology", "with", name];
    const bound = Object.hasOwn(spec.parameters, name) ? spec.parameters[name] : undefined;
    if (!bound) {
      const hint = suggest(name, Object.keys(spec.parameters), "parameters");
      const message = `${spec.name} has no such parameter`;
      return [{ code: "E_SCENARIO_REF", path, atKey: true, message, hint }];
    }
    if (value >= bound.min && value <= bound.max) return [];
    const message = `${value} is out of bounds`;
    const hint = `${spec.name} takes ${bound.min} to ${bound.max}`;
    return [{ code: "E_SCENARIO_SCHEMA", path, message, hint }];
  });
}

/** Parameters whose own default is out of their bounds; paths are those of a topology file. */
export function defaultProblems(spec: TopologySpec): Problem[] {
  return Object.entries(spec.parameters)
    .filter(([, bound]) => bound.default < bound.min || bound.default > bound.max)
    .map(([name, { default: value, min, max }]) => ({
      code: "E_SCENARIO_SCHEMA",
      path: ["parameters", name, "default"],
      message: `${value} is out of bounds`,
      hint: `this parameter takes ${min} to ${max}`,
    }));
}
