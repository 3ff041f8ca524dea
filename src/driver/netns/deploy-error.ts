import { type ErrorCode, ShiftError } from "../../core/index.js";

/** What a node's last words mean: the first pattern that fits. */
const MEANINGS: readonly { words: RegExp; code: ErrorCode; hint: string }[] = [
  {
    words: /operation not permitted/i,
    code: "E_PRIVILEGE",
    hint: "run it as root on the machine itself, or in a container started with --privileged",
  },
  {
    words: /cannot create \/proc\/sys\/.*read-only file system/i,
    code: "E_PRIVILEGE",
    hint: "`mount -o remount,rw /proc/sys` lets nodes have sysctls of their own",
  },
  {
    words: /cannot create \/proc\/sys\/.*nonexistent/i,
    code: "E_KERNEL_FEATURE",
    hint: "`anycast-shift doctor` shows what this kernel lacks",
  },
];

/** The error for a node, or what belongs to it, that could not be made, from what the programs that make it said. */
export function deployError(what: string, said: string): ShiftError {
  const meaning = MEANINGS.find(({ words }) => words.test(said));
  return new ShiftError({
    code: meaning?.code ?? "E_DEPLOY",
    message: `${what} could not be made: ${said}`,
    hint: meaning?.hint ?? "`anycast-shift doctor` shows what this host lacks",
  });
}
