import { Command } from "@commander-js/extra-typings";
import { programVersion } from "../run/index.js";

/** `version`: what runs here. */
export function versionCommand() {
  return new Command("version")
    .description("print the version, and a hash of the code that runs and judges labs")
    .action(() => {
      process.stdout.write(`${programVersion()}\n`);
    });
}
