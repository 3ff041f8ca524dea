import { Option } from "@commander-js/extra-typings";
import { positive } from "./numbers.js";

/** Options of a cell of the matrix. */
export const cellOptions = {
  cause: () => new Option("--cause <id>", "a cause of the catalogue instead of scenario files"),
  with: () => new Option("--with <id>", "a mitigation, beside the same cause without it"),
  members: () =>
    new Option("--members <n>", "devices behind the equal-cost hop").argParser(positive).default(3),
  connections: () =>
    new Option("--connections <m>", "connections that are judged").argParser(positive).default(200),
};
