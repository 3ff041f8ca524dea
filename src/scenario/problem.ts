import { type ErrorCode, ShiftError, type SourcePlace } from "../core/index.js";
import type { PlacedYaml, YamlPath } from "./positions.js";

/** Something wrong with a value of a file, before its place is known. */
export interface Problem {
  code: Extract<ErrorCode, "E_SCENARIO_SCHEMA" | "E_SCENARIO_REF">;
  /** Path of the value in the file. */
  path: YamlPath;
  /** True when the key itself is wrong, not its value. */
  atKey?: boolean;
  /** What is wrong; the path is put before it. */
  message: string;
  hint: string;
}

/** A problem as an error with the place of its value; without one when no file is given. */
export function problemError(problem: Problem, yaml: PlacedYaml | undefined): ShiftError {
  const { code, path, message, hint } = problem;
  const where = formatPath(path);
  return new ShiftError({
    code,
    message: where === "" ? message : `${where}: ${message}`,
    hint,
    ...(yaml ? { place: problem.atKey ? yaml.placeOfKey(path) : yaml.place(path) } : {}),
  });
}

/** A path as people write it: `traffic[0].sizes[1]`. */
export function formatPath(path: YamlPath): string {
  return path.reduce<string>(
    (text, part) =>
      typeof part === "number" ? `${text}[${part}]` : `${text}${text && "."}${String(part)}`,
    "",
  );
}

/** Errors in the order of the file, those of the first file first. */
export function inFileOrder(errors: ShiftError[]): ShiftError[] {
  const files = errors.map(({ place }) => place?.file);
  const key = (place: SourcePlace | undefined) => [
    files.indexOf(place?.file),
    place?.line ?? 0,
    place?.col ?? 0,
  ];
  return errors.toSorted((a, b) => {
    const [left, right] = [key(a.place), key(b.place)];
    const differs = left.findIndex((part, index) => part !== right[index]);
    return differs < 0 ? 0 : (left[differs] as number) - (right[differs] as number);
  });
}
