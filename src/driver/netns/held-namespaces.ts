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
    return processIds().filter((pid) => KINDS.some((kind) => this.#isIn(pid, kind)));
  }

  /** Those of them whose children are not among a node's processes: they do not end with a node. */
  visitors(): number[] {
    return this.occupants().filter((pid) => !this.#isIn(pid, "pid_for_children"));
  }

  #isIn(pid: number, kind: string): boolean {
    const name = namespaceOf(pid, kind);
    return name !== undefined && this.#names.has(name);
  }

  /** Lets go of them: those without a process are gone then, with their links and mounts. */
  release(): void {
    for (const file of this.#files.splice(0)) closeSync(file);
    this.#names.clear();
  }
}
