import { readFileSync } from "node:fs";
import { codeHash } from "../matrix/index.js";
import { projectFolder } from "./paths.js";

/** Version of this program and hash of the code that runs and judges: `0.1.0+3f2a…`. */
export function programVersion(): string {
  const { version } = JSON.parse(readFileSync(projectFolder("package.json"), "utf8")) as {
    version: string;
  };
  return `${version}+${codeHash()}`;
}
