import { ERROR_CODES, type ErrorCode, ShiftError } from "../core/index.js";

/**
 * The error that another process of this program ended with, as one of this process's own: with its code and its hint.
 * @param said all that it wrote; in other words than those of `formatError` it is what kept a lab from coming up
 */
export function keeperError(said: string): ShiftError {
  const words = said.trim();
  const [, code = "", message = "", hint] =
    /^(E_[A-Z_]+): (.*?)(?:\n {2}hint: (.*))?$/s.exec(words) ?? [];
  if (!Object.hasOwn(ERROR_CODES, code))
    return new ShiftError({ code: "E_DEPLOY", message: words || "its keeper ended at once" });
  return new ShiftError({
    code: code as ErrorCode,
    message,
    ...(hint === undefined ? {} : { hint }),
  });
}
