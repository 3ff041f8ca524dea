import { closeSync, openSync, readdirSync, readlinkSync } from "node:fs";

const KINDS = ["net", "mnt", "pid", "ipc", "uts"] as const;

/**
 * The namespaces of a lab, held open: the kernel gives the number of a namespace that is gone to the next one, and who is
 * in the namespaces of this lab must not be mistaken for somebody in another's.
 */
export class HeldNamespaces {
  /** As `net:[4026532281]`. */
  readonly #names = new Set<string>();
  readonly #files: number[] = [];

  /** Holds the namespaces of a process. @throws Error with code ENOENT or ESRCH when it has ended */
  hold(pid: number): void {
    for (const kind of KINDS) {
      const file = openSync(`/proc/${pid}/ns/${kind}`, "r");
      this.#files.push(file);
      this.#names.add(readlinkSync(`/proc/self/fd/${file}`));
    }
  }

  /** Processes in any of them. */
  occupants(): number[] {
    return readdirSync("/proc")
      .filter((entry) => /^\d+$/.test(entry))
      .map(Number)
      .filter((pid) => {
        try {
          return KINDS.some((kind) => this.#names.has(readlinkSync(`/proc/${pid}/ns/${kind}`)));
        } catch {
          // It ended meanwhile, or is a zombie, which is in no namespace.
          return false;
        }
      });
  }

  /** Lets go of them: those without a process are gone then, with their links and mounts. */
  release(): void {
    for (const file of this.#files.splice(0)) closeSync(file);
    this.#names.clear();
  }
}
