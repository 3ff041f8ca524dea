import type { Family } from "./endpoint.js";

/** Name of a case, unique in its run, and of its folders and files there: its scenario's and the family. */
export function caseId({ name, family }: { name: string; family: Family }): string {
  return `${name}-v${family}`;
}
