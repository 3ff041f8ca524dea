import { Option } from "@commander-js/extra-typings";

/** What brings up the labs that a script has brought up. */
export function driverOption() {
  return new Option("--driver <name>")
    .choices(["netns", "containerlab"] as const)
    .default("netns" as const);
}
