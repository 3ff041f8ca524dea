import { CHOOSERS } from "../choice.js";
import type { Problem } from "../problem.js";
import type { Sections } from "./sections.js";

type ChooserKind = (typeof CHOOSERS)[number];

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

function isChooser<T extends { kind: string }>(
  condition: T,
): condition is Extract<T, { kind: ChooserKind }> {
  return CHOOSERS.some((kind) => kind === condition.kind);
}
