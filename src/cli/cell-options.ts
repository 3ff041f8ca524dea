import { InvalidArgumentError, Option } from "@commander-js/extra-typings";

/** A whole number of at least one, as an option takes it. */
export function positive(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new InvalidArgumentError("expected a whole number from 1");
  return Number(text);
}

/** Options of a cell of the matrix. */
export const cellOptions = {
  cause: () => new Option("--cause <id>", "a cause of the catalogue instead of scenario files"),
  with: () => new Option("--with <id>", "a mitigation, beside the same cause without it"),
  members: () =>
    new Option("--members <n>", "devices behind the equal-cost hop").argParser(positive).default(3),
  connections: () =>
    new Option("--connections <m>", "connections that are judged").argParser(positive).default(200),
};
