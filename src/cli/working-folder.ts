import { ShiftError } from "../core/index.js";

/**
 * Every path is read against the working directory, also by the programs that are started.
 * @throws ShiftError E_FILE when it is gone.
 */
export function requireFolder(): void {
  try {
    process.cwd();
  } catch (cause) {
    throw new ShiftError({
      code: "E_FILE",
      message: "the working directory is gone",
      hint: "change to a folder that exists",
      cause,
    });
  }
}
