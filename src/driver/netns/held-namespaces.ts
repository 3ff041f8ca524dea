import { closeSync, openSync, readlinkSync } from "node:fs";
import { namespaceOf, processIds } from "../proc.js";

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
    const isHeld = (name: string | undefined) => name !== undefined && this.#names.has(name);
    return processIds().filter((pid) => KINDS.some((kind) => isHeld(namespaceOf(pid, kind))));
  }

  /** Lets go of them: those without a process are gone then, with their links and mounts. */
  release(): void {
    for (const file of this.#files.splice(0)) closeSync(file);
    this.#names.clear();
  }
}
