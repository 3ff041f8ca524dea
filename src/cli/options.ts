import { InvalidArgumentError, Option } from "@commander-js/extra-typings";
import { projectPath } from "../core/index.js";
import { DRIVER_NAMES } from "../driver/index.js";
import { positive } from "./numbers.js";

/** Options that more than one command takes. */
export const options = {
  driver: () =>
    new Option("--driver <name>", "what brings the labs up")
      .choices(DRIVER_NAMES)
      .default("auto" as const),
  results: () =>
    new Option("--results <folder>", "where run folders go").argParser(folder).default("results"),
  topologies: () =>
    new Option("--topologies <folder>", "where topologies are").default(
      projectPath("topologies"),
      "topologies/ of the project",
    ),
  workers: () => new Option("--workers <n>", "labs at once").argParser(positive).default(2),
  family: () => new Option("--family <n>", "only this IP version").choices(["4", "6"] as const),
  /** @param what the document that is printed, as people call it */
  json: (what = "the run document") =>
    new Option("--json", `print ${what} instead of the table`).default(false),
};

// An empty one comes from a variable that is not set, and would be the folder where this happens to be.
function folder(path: string): string {
  if (path === "") throw new InvalidArgumentError("It is empty.");
  return path;
}
