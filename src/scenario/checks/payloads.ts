import type { Problem } from "../problem.js";
import type { Sections } from "./sections.js";

/** Held connections whose probes are to send a payload and to ask for one: the two need different requests. */
export function payloadProblems({ traffic }: Sections): Problem[] {
  return traffic
    .filter(({ value }) => value.kind === "held" && value.upload && value.answer)
    .map(({ value: { id }, path }) => ({
      code: "E_SCENARIO_SCHEMA",
      path: [...path, "answer"],
      message: `the probes of "${id}" have an upload already`,
      hint: "keep one of the two, or make two kinds of held traffic",
    }));
}
