import { fileURLToPath } from "node:url";

/** A folder of the project, beside src/ and dist/. */
export function projectFolder(name: string): string {
  return fileURLToPath(new URL(`../../${name}`, import.meta.url));
}
