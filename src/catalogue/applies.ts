import type { Family } from "../core/index.js";
import type { Cause } from "./cause.js";
import type { Cell, Needs } from "./cell.js";
import type { Mitigation } from "./mitigation.js";

/** Why a cell makes no sense on any host: members, family, or a mitigation that is not for this cause. */
export function whyNot(
  cause: Cause,
  mitigation: Mitigation | undefined,
  cell: Cell,
): string | undefined {
  return (
    lacks(cause.id, cause.needs, cell) ??
    (mitigation && (lacks(mitigation.id, mitigation.needs, cell) ?? notFor(mitigation, cause)))
  );
}

/** The IP version of a cell where none is asked for. */
export function usualFamily({ needs }: Cause): Family {
  return needs.families?.[0] ?? 4;
}

/** What a cause or mitigation asks of a cell, in words. */
export function demandsOf({ members, families }: Needs): string[] {
  return [
    ...(members ? [`${members[0]} to ${members[1]} members`] : []),
    ...(families ? [families.map((family) => `IPv${family}`).join(" or ")] : []),
  ];
}

function lacks(id: string, { members, families }: Needs, cell: Cell): string | undefined {
  if (members && (cell.members < members[0] || cell.members > members[1]))
    return `${id} needs ${members[0]} to ${members[1]} members, not ${cell.members}`;
  if (families && !families.includes(cell.family))
    return `${id} is for IPv${families.join(" and IPv")} only`;
  return undefined;
}

function notFor(mitigation: Mitigation, cause: Cause): string | undefined {
  const why = mitigation.notFor(cause);
  return why && `${mitigation.id} is not for ${cause.id}: ${why}`;
}
