import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** The numbers of all processes that this one can see, in ascending order; proc(5). */
export function processIds(): number[] {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .sort((a, b) => a - b);
}

/** A file of a process under /proc; empty when the process is gone, or belongs to someone else. */
export function procText(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}

/** A namespace of a process, as `pid:[4026532281]`; undefined when the process is gone or a zombie, which is in none. */
export function namespaceOf(pid: number, kind: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/${kind}`);
  } catch {
    return undefined;
  }
}
