// Registers ts-node off the main thread: `ts-node` and `--loader` both fail on Node 20 (docs/adr/0002-ts-node.md).
import { register } from "node:module";

register("./ts-node-hooks.mjs", import.meta.url);
