import type { z } from "zod";

const KINDS: Record<string, string> = {
  object: "a mapping",
  record: "a mapping",
  array: "a list",
  tuple: "a list",
  string: "text",
  int: "a whole number",
  boolean: "true or false",
};

const OWN = "expected ";

/** What a schema asks for where an issue was found, in the words of YAML. */
export function expected(issue: z.core.$ZodIssue): string {
  // The schema's own messages say more than the kind of issue does.
  if (issue.message.startsWith(OWN)) return issue.message.slice(OWN.length);
  const known = knownWords(issue);
  if (known) return oneOf(known);
  if (issue.code === "invalid_type") return KINDS[issue.expected] ?? `a ${issue.expected}`;
  if (issue.code === "too_small") {
    return `${issue.inclusive ? "at least" : "more than"} ${issue.minimum}${unit(issue.origin, issue.minimum)}`;
  }
  if (issue.code === "too_big") {
    return `${issue.inclusive ? "at most" : "less than"} ${issue.maximum}${unit(issue.origin, issue.maximum)}`;
  }
  if (issue.code === "invalid_union") return oneOf([...new Set(issue.errors.flat().map(expected))]);
  return issue.message;
}

/** The words that may stand where an issue was found, when they can be listed. */
export function knownWords(issue: z.core.$ZodIssue): string[] | undefined {
  if (issue.code === "invalid_value") return issue.values.map(String);
  return issue.code === "invalid_union" && "options" in issue
    ? (issue.options ?? []).map(String)
    : undefined;
}

/** A value as it is quoted in a message; long ones by their kind alone. */
export function received(value: unknown): string {
  if (value === null) return "nothing";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object") return "a mapping";
  if (typeof value === "number") return String(value);
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** Words as alternatives: `a, b or c`. */
export function oneOf(words: readonly string[]): string {
  return words.length < 2
    ? (words[0] ?? "nothing")
    : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

function unit(origin: string, count: number | bigint): string {
  const one = Number(count) === 1;
  if (origin === "string") return one ? " character" : " characters";
  if (origin === "array") return one ? " entry" : " entries";
  return "";
}
