import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const SOURCE = fileURLToPath(new URL("..", import.meta.url));
// What decides a cell's result.
const LAB = ["core", "topology", "routers", "driver", "traffic", "events", "capture", "run"];
const JUDGES = ["catalogue", "engine", "packet", "analysis", "verdict"];
// What causes and mitigations do stands in the text of a cell's scenario.
const IN_SCENARIO = /^(causes|mitigations)\//;

/** Hash of the code that runs and judges cells, as it stands on disk: a result of other code is no result of this. */
export function codeHash(): string {
  const hash = createHash("sha256");
  for (const room of [...LAB, ...JUDGES]) {
    const files = readdirSync(join(SOURCE, room), { recursive: true, encoding: "utf8" });
    for (const file of files.filter(isCode).sort())
      hash.update(file).update(readFileSync(join(SOURCE, room, file)));
  }
  return hash.digest("hex").slice(0, 12);
}

function isCode(file: string): boolean {
  return (
    /\.([jt]sx?|wasm)$/.test(file) &&
    !/(\.d\.ts|\.test\.tsx?)$/.test(file) &&
    !IN_SCENARIO.test(file)
  );
}
