import type { MatrixCell, MatrixDocument } from "./document.js";

/** Cells in the order of reports: by cause, members, family, mitigation, each as asked for. */
export function inOrder<T extends Pick<MatrixCell, "cause" | "mitigation" | "members" | "family">>(
  cells: readonly T[],
  { causes, mitigations, members, families }: MatrixDocument["inputs"],
): T[] {
  const rank = (cell: T) => [
    causes.indexOf(cell.cause),
    members.indexOf(cell.members),
    families.indexOf(cell.family),
    // None of them comes first.
    mitigations.indexOf(cell.mitigation),
  ];
  return cells.toSorted((a, b) => {
    const [x, y] = [rank(a), rank(b)];
    return x.map((value, index) => value - (y[index] ?? 0)).find((difference) => difference) ?? 0;
  });
}
