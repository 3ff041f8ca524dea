import { type Command, Option } from "@commander-js/extra-typings";
import { ShiftError } from "../core/index.js";
import { MOST_CONNECTIONS } from "../scenario/index.js";
import { numberFrom, positive } from "./numbers.js";

/** Options of a cell of the matrix. */
export const cellOptions = {
  cause: () => new Option("--cause <id>", "a cause of the catalogue instead of scenario files"),
  with: () => new Option("--with <id>", "a mitigation, beside the same cause without it"),
  members: () =>
    new Option("--members <n>", "devices behind the equal-cost hop").argParser(positive).default(3),
  connections: () =>
    new Option("--connections <m>", "connections that are judged")
      .argParser(numberFrom(1, MOST_CONNECTIONS))
      .default(200),
};

/**
 * Refuses the options that shape a cell beside scenario files, which would run as if they were not given.
 * @throws ShiftError E_USAGE.
 */
export function refuseCellOptions(command: Pick<Command, "getOptionValueSource">): void {
  const given = ["with", "members", "connections"].filter(
    (name) => command.getOptionValueSource(name) === "cli",
  );
  if (given.length === 0) return;
  throw new ShiftError({
    code: "E_USAGE",
    message: `${given.map((name) => `--${name}`).join(", ")}: only with --cause`,
    hint: "a scenario file has its own `mitigation`, topology and `count` of connections",
  });
}
