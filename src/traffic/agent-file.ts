import { fileURLToPath } from "node:url";

/** The agent as it is built: it is a program of its own, also when this module runs from source. */
export const AGENT_FILE = fileURLToPath(
  new URL("../../dist/traffic/held/agent.js", import.meta.url),
);
