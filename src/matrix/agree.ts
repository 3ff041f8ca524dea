import { FATES } from "../core/index.js";
import type { MatrixCell, MatrixDocument } from "./document.js";
import { fisher } from "./fisher.js";
import { holm } from "./holm.js";

/** The cells of two matrices, such as those of two drivers, by whether both say the same of them. */
export interface Agreement {
  agree: MatrixCell[];
  differ: { cell: MatrixCell; other: MatrixCell }[];
  /** Cells that at least one of them says nothing about, also for not having it. */
  unknown: MatrixCell[];
}

/**
 * Compares two matrices cell by cell: the same verdict, and no count that differs by more than chance (Fisher's exact
 * test, corrected by Holm over all of them).
 */
export function compareMatrices(a: MatrixDocument, b: MatrixDocument): Agreement {
  const pairs = a.cells.flatMap((cell) => {
    const other = b.cells.find(({ id }) => id === cell.id);
    return other ? [{ cell, other }] : [];
  });
  const known = pairs.filter(({ cell, other }) => isKnown(cell) && isKnown(other));
  const tests = known.flatMap(({ cell, other }) =>
    FATES.map((fate) => ({
      cell,
      p: fisher(
        { count: cell[fate] ?? 0, total: cell.connections },
        { count: other[fate] ?? 0, total: other.connections },
      ),
    })),
  );
  const different = new Set(holm(tests).map(({ cell }) => cell));
  const differs = ({ cell, other }: (typeof known)[number]) =>
    different.has(cell) || cell.verdict !== other.verdict;
  return {
    agree: known.filter((pair) => !differs(pair)).map(({ cell }) => cell),
    differ: known.filter(differs),
    unknown: [
      ...pairs.filter((pair) => !known.includes(pair)).map(({ cell }) => cell),
      ...without(b, a),
      ...without(a, b),
    ],
  };
}

/** The cells of a matrix that another one does not have. */
function without(other: MatrixDocument, { cells }: MatrixDocument): MatrixCell[] {
  return cells.filter(({ id }) => !other.cells.some((cell) => cell.id === id));
}

function isKnown({ survived, verdict }: MatrixCell): boolean {
  return survived !== null && verdict !== "inconclusive";
}
