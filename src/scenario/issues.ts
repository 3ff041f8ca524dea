import type { z } from "zod";
import type { ShiftError } from "../core/index.js";
import type { PlacedYaml } from "./positions.js";
import { type Problem, problemError } from "./problem.js";
import { isMapping, keysAt, memberOf } from "./schema-walk.js";
import { suggest } from "./suggest.js";
import { expected, knownWords, received } from "./words.js";

type Issue = z.core.$ZodIssue;

const DOCS = "docs/scenario.md lists every key with its values";

/** Every issue that zod found as an error with its place; one error for each unknown key. */
export function schemaErrors(error: z.ZodError, schema: z.ZodType, yaml: PlacedYaml): ShiftError[] {
  return schemaProblems(error, schema, yaml.value).map((problem) => problemError(problem, yaml));
}

/** The same without places. */
export function schemaProblems(error: z.ZodError, schema: z.ZodType, value: unknown): Problem[] {
  return error.issues.flatMap(innermost).flatMap((issue) => {
    if (issue.code === "unrecognized_keys") {
      const known = keysAt(schema, value, issue.path);
      return issue.keys.map((key) =>
        problem([...issue.path, key], "unknown key", suggest(key, known, "keys"), true),
      );
    }
    if (issue.code === "invalid_key") {
      return issue.issues.map((inner) => problem(issue.path, sentence(inner), DOCS, true));
    }
    const said = issue.path.reduce(memberOf, value);
    if (said === undefined) return [problem(issue.path, `missing; ${sentence(issue)}`)];
    const known = knownWords(issue) ?? wordsOfUnion(issue);
    const hint = known && typeof said === "string" ? suggest(said, known, "known") : DOCS;
    // What is wrong between the keys of a mapping is told by their sentence.
    const but = issue.code === "custom" && isMapping(said) ? "" : `, received ${received(said)}`;
    return [problem(issue.path, `${sentence(issue)}${but}`, hint)];
  });
}

// The words that may stand beside other kinds of values, such as a mitigation's id beside a block of one's own.
function wordsOfUnion(issue: Issue): string[] | undefined {
  if (issue.code !== "invalid_union") return undefined;
  const words = issue.errors.flat().flatMap((inner) => knownWords(inner) ?? []);
  return words.length > 0 ? words : undefined;
}

function problem(
  path: readonly PropertyKey[],
  message: string,
  hint = DOCS,
  atKey = false,
): Problem {
  return { code: "E_SCENARIO_SCHEMA", path, atKey, message, hint };
}

function sentence(issue: Issue): string {
  return `expected ${expected(issue)}`;
}

/**
 * The issues that tell the most about a value that fits no member of a union: those of the member whose kind it has,
 * where only one has it.
 */
function innermost(issue: Issue): Issue[] {
  if (issue.code !== "invalid_union" || issue.errors.length === 0) return [issue];
  const sameKind = issue.errors.filter(
    (issues) => !issues.some(({ path, code }) => path.length === 0 && code !== "unrecognized_keys"),
  );
  const [only] = sameKind;
  if (sameKind.length !== 1 || !only) return [issue];
  return only.flatMap((inner) => innermost({ ...inner, path: [...issue.path, ...inner.path] }));
}
