import type { Problem } from "../problem.js";
import type { Sections } from "./sections.js";

/** Bounds without a mitigation, whose losses they would limit: nothing would be held to them. */
export function boundsProblems({ hasBoundsAlone }: Sections): Problem[] {
  if (!hasBoundsAlone) return [];
  return [
    {
      code: "E_SCENARIO_SCHEMA",
      path: ["bounds"],
      atKey: true,
      message: "there is no `mitigation` whose losses they limit",
      hint: "add `mitigation`, or say in `expect` what must hold",
    },
  ];
}
