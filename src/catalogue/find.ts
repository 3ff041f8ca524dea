import { ShiftError } from "../core/index.js";
import { suggest } from "../scenario/index.js";
import type { Cause } from "./cause.js";
import { causes } from "./causes/index.js";
import type { Mitigation } from "./mitigation.js";
import { mitigations } from "./mitigations/index.js";

/** The cause of that id. @throws ShiftError E_USAGE that names the nearest and all others. */
export function findCause(id: string): Cause {
  return find(id, causes, "cause");
}

/** The mitigation of that id. @throws ShiftError E_USAGE that names the nearest and all others. */
export function findMitigation(id: string): Mitigation {
  return find(id, mitigations, "mitigation");
}

function find<T extends { id: string }>(id: string, all: readonly T[], what: string): T {
  const found = all.find((one) => one.id === id);
  if (found) return found;
  const ids = all.map((one) => one.id);
  throw new ShiftError({
    code: "E_USAGE",
    message: `no ${what} is named ${id}`,
    hint: suggest(id, ids, `${what}s`),
  });
}
