import {
  type Cause,
  causes,
  cellTheory,
  type Mitigation,
  usualFamily,
  whyNot,
} from "../../src/catalogue/index.js";

const MEMBERS = 3;
/** Of all connections; a table's rounding is less. */
const NOTABLE = 0.01;

/** What theory says of a cause with a mitigation, beside the cause alone. */
interface Change {
  cause: Cause;
  lost: number;
  stalled: number;
}

/**
 * Rows for the page of a mitigation: against which causes it helps, which it makes worse, and where it lets stall what was
 * reset; by theory, of three members.
 */
export function changesOf(mitigation: Mitigation): Record<string, string> {
  const changes = causes.flatMap((cause) => changeOf(cause, mitigation) ?? []);
  const named = (which: (change: Change) => boolean) =>
    changes
      .filter(which)
      .map(({ cause }) => `\`${cause.id}\``)
      .join(", ");
  const rows = {
    "helps, by theory, against": mitigation.forUsers
      ? `for users: ${named(() => true)}`
      : named(({ lost }) => lost < -NOTABLE) || "none",
    "makes worse": named(({ lost }) => lost > NOTABLE),
    "stalls instead of resets": named(({ lost, stalled }) => stalled > NOTABLE && lost > -NOTABLE),
  };
  return Object.fromEntries(Object.entries(rows).filter(([, text]) => text !== ""));
}

function changeOf(cause: Cause, mitigation: Mitigation): Change | undefined {
  const cell = { members: MEMBERS, family: usualFamily(cause), connections: 1 };
  if (whyNot(cause, mitigation, cell) !== undefined) return undefined;
  const [before, after] = [cause.theory(cell), cellTheory(cause, mitigation, cell)];
  if (mitigation.forUsers && lostOf(before) === 0) return undefined;
  return { cause, lost: lostOf(after) - lostOf(before), stalled: after.stalled - before.stalled };
}

function lostOf({ own, collateral, stalled }: ReturnType<typeof cellTheory>): number {
  return own + collateral + stalled;
}
