import {
  PLACE_WORDS,
  type Problem,
  type Step,
  scenarioProblems,
  schemaProblems,
  sectionsOf,
  stepSchema,
} from "../scenario/index.js";
import { neighbourProblems } from "./check-neighbours.js";
import { referenceProblems } from "./check-references.js";
import type { Lab } from "./lab.js";

/** A step without a scenario around it, checked as the only one of a timeline; the problems' paths begin in the step. */
export function checkStep(raw: unknown, lab: Lab): Step | Problem[] {
  const { data, error } = stepSchema.safeParse(raw);
  const sections = sectionsOf({ timeline: [raw] });
  const unfit = [
    ...referenceProblems(lab, sections.references, PLACE_WORDS),
    ...scenarioProblems(sections),
    ...neighbourProblems(lab, sections),
  ].map((problem) => ({ ...problem, path: problem.path.slice(2) }));
  if (data && unfit.length === 0) return data;
  return [...(error ? schemaProblems(error, stepSchema, raw) : []), ...unfit];
}
