import { type CommandUnknownOpts, InvalidArgumentError, Option } from "@commander-js/extra-typings";
import { causes, findCause, findMitigation, mitigations } from "../catalogue/index.js";
import { type Family, ShiftError } from "../core/index.js";
import { type MatrixRequest, planCells, type Shard } from "../matrix/index.js";
import { MOST_CONNECTIONS } from "../scenario/index.js";
import { numberFrom } from "./numbers.js";
import { wordsOf } from "./words.js";

// Each is a task of its own from the start: as many as a night has time for.
const MOST_REPEATS = 1000;

/** Options that say which cells of the matrix are wanted. */
export const matrixOptions = {
  causes: () => new Option("--causes <ids...>", "only these causes"),
  mitigations: () => new Option("--mitigations <ids...>", "only these mitigations"),
  members: () =>
    new Option(
      "--members <n...>",
      "devices behind the equal-cost hop, one or several counts",
    ).default(["3"]),
  family: () =>
    new Option("--family <n...>", "IP versions")
      .choices(["4", "6"] as const)
      .default(["4" as const]),
  connections: () =>
    new Option("--connections <m>", "judged connections of each cell")
      .argParser(numberFrom(1, MOST_CONNECTIONS))
      .default(200),
  repeat: () =>
    new Option("--repeat <k>", "run each cell so often; the counts are added up")
      .argParser(numberFrom(1, MOST_REPEATS))
      .default(1),
  shard: () =>
    new Option("--shard <i/n>", "only this part of the matrix, for one of several machines")
      .argParser(parseShard)
      .default({ index: 1, of: 1 }, "1/1"),
  fresh: () => new Option("--fresh", "run every cell anew, whatever is known of it").default(false),
};

/** The wanted cells as they stand on the command line. */
export interface MatrixArguments {
  causes?: string[] | undefined;
  mitigations?: string[] | undefined;
  members: readonly string[];
  family: readonly ("4" | "6")[];
  connections: number;
  repeat: number;
}

/**
 * Reads lists with commas or spaces.
 * @throws ShiftError E_USAGE for what is unknown or stands twice, or when no cell makes sense: nothing would be tested.
 */
export function matrixRequest(given: MatrixArguments): MatrixRequest {
  const request = {
    causes: given.causes ? unique("--causes", given.causes).map(findCause) : causes,
    mitigations: given.mitigations
      ? unique("--mitigations", given.mitigations).map(findMitigation)
      : mitigations,
    members: unique("--members", given.members).map(members),
    families: unique("--family", given.family).map((text) => Number(text) as Family),
    connections: given.connections,
    repeat: given.repeat,
  };
  const [first, ...others] = planCells(request).map(({ why }) => why);
  if (first === undefined || others.includes(undefined)) return request;
  throw new ShiftError({ code: "E_USAGE", message: `no cell applies: ${first}` });
}

/**
 * Refuses options of the matrix before the name of a sub-command, which would run as if they were not given.
 * @throws ShiftError E_USAGE.
 */
export function refuseMatrixOptions(
  matrix: CommandUnknownOpts,
  subCommand: CommandUnknownOpts,
): void {
  const given = matrix.options.filter(
    (option) => matrix.getOptionValueSource(option.attributeName()) === "cli",
  );
  if (given.length === 0) return;
  throw new ShiftError({
    code: "E_USAGE",
    message: `${given.map(({ long }) => long).join(", ")}: before \`${subCommand.name()}\`, where it is the matrix's`,
    hint: `options of \`matrix ${subCommand.name()}\` stand behind its name`,
  });
}

function unique(option: string, given: readonly string[]): string[] {
  const words = wordsOf(given);
  const twice = words.find((word, index) => words.indexOf(word) < index);
  if (twice === undefined) return words;
  throw new ShiftError({ code: "E_USAGE", message: `${option} has ${twice} twice` });
}

function members(text: string): number {
  if (/^([2-9]|[1-9]\d)$/.test(text)) return Number(text);
  throw new ShiftError({
    code: "E_USAGE",
    message: `${text} is no number of members to choose among`,
    hint: "--members takes whole numbers from 2 to 99, such as 2 3 4 8: with one there is no choice",
  });
}

/** `2/4` as a shard. */
function parseShard(text: string): Shard {
  const match = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(text);
  const [index, of] = [Number(match?.[1]), Number(match?.[2])];
  if (match && index <= of) return { index, of };
  throw new InvalidArgumentError("expected i/n with i from 1 to n, such as 2/4");
}
