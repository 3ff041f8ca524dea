import { readdirSync } from "node:fs";

/** The names of what a folder holds; none when there is no such folder, or it may not be read. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
