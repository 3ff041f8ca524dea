import { CHOOSERS, type ChooserKind, isChooser } from "../choice.js";
import type { Problem } from "../problem.js";
import type { Sections } from "./sections.js";

/** Conditions by which a hop would choose where another one chooses already. */
export function chooserProblems({ conditions }: Sections): Problem[] {
  const choosers = new Map<string, ChooserKind>();
  return conditions.flatMap(({ value, path }) => {
    if (!isChooser(value)) return [];
    const { kind, node } = value;
    const other = choosers.get(node);
    if (other === undefined) choosers.set(node, kind);
    return other === undefined
      ? []
      : [
          {
            code: "E_SCENARIO_REF",
            path: [...path, "node"],
            message: `${node} chooses by ${other} already`,
            hint: `one of ${CHOOSERS.join(", ")} at each hop`,
          },
        ];
  });
}
